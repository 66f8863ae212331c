import type { Session } from '#db/auth/sessions.ts';
import { openToAll } from '#db/documents/paper-access.ts';
import type { MeetingParticipant } from '#db/meetings/participants.ts';
import type { Meeting } from '#db/meetings/read-meeting.ts';
import { mayNow } from '#lib/server/guard.ts';
import { mayOpenPaper } from '#lib/server/paper-access.ts';
import { majorityOfAllMembers } from '#meeting/rule-set.ts';
import type { Role } from '#meeting/plan.ts';
import { describe, expect, it } from 'vitest';

const participant = (id: string, ...roles: Role[]): MeetingParticipant => ({
	id,
	kind: id === 'room' ? 'site' : 'person',
	name: id,
	position: '',
	unitId: null,
	unitName: '',
	unitCode: '',
	roles,
	siteId: null,
});
const item = (access: 'open' | 'restricted' | 'closed') => ({
	id: access,
	parentId: null,
	number: '1',
	title: access,
	plannedMinutes: null,
	presenterId: null,
	access,
});
const meeting: Meeting = {
	id: 'meeting',
	title: 'Phiên họp',
	startsAt: 0,
	plannedMinutes: 60,
	status: 'invited',
	createdBy: 'creator',
	createdAt: 0,
	endedAt: null,
	version: 1,
	body: {
		id: 'body',
		unitId: 'unit',
		name: 'UBND',
		headId: null,
		kind: 'ubnd',
		seats: 2,
		ruleSet: majorityOfAllMembers,
		members: [{ personId: 'member', name: 'member', position: '' }],
	},
	participants: [
		participant('chair', 'chair'),
		participant('secretary', 'secretary'),
		participant('member', 'delegate'),
		participant('delegate', 'delegate'),
		participant('guest', 'guest'),
		participant('room'),
	],
	unitIds: [],
	agenda: [item('open'), item('restricted'), item('closed')],
	documents: [],
};
const as = (participantId: string): Session => ({
	accountId: participantId,
	personId: participantId,
	siteId: null,
	participantId,
	name: participantId,
	position: '',
	grants: [],
	key: '',
	expiresAt: 1,
});
const everyone = ['chair', 'secretary', 'member', 'delegate', 'guest', 'room', 'creator', 'stranger'];
const readers = (itemId: string | null, label: 'public' | 'internal' | 'restricted' = 'internal') =>
	everyone.filter((id) =>
		mayOpenPaper(meeting, as(id), { itemId, label, access: openToAll, recalled: null, withdrawn: null }, 1),
	);

describe('papers', () => {
	it('of an open item are for all who take part', () => {
		expect(readers('open')).toEqual(['chair', 'secretary', 'member', 'delegate', 'guest', 'room', 'creator']);
		expect(readers(null)).toEqual(['chair', 'secretary', 'member', 'delegate', 'guest', 'room', 'creator']);
	});

	it('of a restricted item, or with that label, are kept from guests; a room shows what is presented in it', () => {
		expect(readers('restricted')).toEqual(['chair', 'secretary', 'member', 'delegate', 'room', 'creator']);
		expect(readers('open', 'restricted')).toEqual(['chair', 'secretary', 'member', 'delegate', 'room', 'creator']);
		expect(readers(null, 'restricted')).toEqual(['chair', 'secretary', 'member', 'delegate', 'room', 'creator']);
	});

	it('of a closed item are for members and those who run the meeting, and for no room', () => {
		expect(readers('closed', 'public')).toEqual(['chair', 'secretary', 'member', 'creator']);
	});
});

describe('a dossier', () => {
	it('is changed by chair, secretary and who created it', () => {
		expect(everyone.filter((id) => mayNow('prepare-meeting', as(id), meeting))).toEqual([
			'chair',
			'secretary',
			'creator',
		]);
	});

	it('is seen by those invited, a draft only by those who prepare it', () => {
		const see = (status: Meeting['status']) =>
			everyone.filter((id) => mayNow('see-meeting', as(id), { ...meeting, status }));
		expect(see('invited')).toEqual(['chair', 'secretary', 'member', 'delegate', 'guest', 'room', 'creator']);
		expect(see('draft')).toEqual(['chair', 'secretary', 'creator']);
	});
});
