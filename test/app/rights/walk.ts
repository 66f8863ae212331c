import { insertAccount } from '#db/auth/accounts.ts';
import { giveGrant } from '#db/auth/grants.ts';
import { openSession, resolveSession, type Session } from '#db/auth/sessions.ts';
import { dateOf } from '#db/calendar.ts';
import type { Database } from '#db/client.ts';
import { addDocument } from '#db/documents/documents.ts';
import { storeFile } from '#db/documents/file-store.ts';
import { createMeeting } from '#db/meetings/meetings.ts';
import { createBody } from '#db/org/bodies.ts';
import { insertPerson } from '#db/org/people.ts';
import type { GrantKind, Showing } from '#meeting/holder.ts';
import type { Role } from '#meeting/plan.ts';
import { majorityOfAllMembers } from '#meeting/rule-set.ts';
import { createSmallProvince } from '../../db/small-province.ts';

/** Everybody who could try anything: what they show, which the table of rights is asked about, and how they come in. */
export interface Walker {
	readonly name: string;
	readonly showing: Showing;
	readonly session: Session | undefined;
	readonly cookie: string | undefined;
}

/** A meeting with one of each role, a draft of the same people, a restricted paper in it, and people of every grant and of none. */
export async function prepareWalk(db: Database, dataDir: string) {
	const now = Date.now();
	const { unitId, siteId } = createSmallProvince(db);
	const person = (name: string) => insertPerson(db, { name, position: '' });
	const roles = ['chair', 'secretary', 'operator', 'delegate', 'guest'] as const;
	const inMeeting = new Map(roles.map((role) => [role, person(role)]));
	const author = person('author');
	const idOf = (role: Role) => inMeeting.get(role) ?? '';
	const bodyId = createBody(db, {
		unitId: unitId('38'),
		name: 'UBND tỉnh',
		kind: 'ubnd',
		seats: 2,
		ruleSet: majorityOfAllMembers,
		members: [idOf('chair'), idOf('delegate')].map((personId) => ({ personId, position: '', validFrom: '2020-01-01' })),
	});
	const meeting = {
		title: 'Phiên họp thử',
		startsAt: now,
		plannedMinutes: 60,
		bodyId,
		participants: [...roles.map((role) => ({ id: idOf(role), roles: [role] })), { id: siteId('385'), roles: [] }],
		createdBy: author,
	};
	const [meetingId, draftId] = (['invited', 'draft'] as const).map((status) =>
		createMeeting(db, { ...meeting, status }, now),
	) as [string, string];
	const file = await storeFile(dataDir, new Blob(['%PDF-1.7 tài liệu']).stream());
	const paperOf = (of: string) => {
		const paper = { meetingId: of, itemId: null, title: 'Tờ trình', label: 'restricted' as const };
		return addDocument(db, { ...paper, file, original: file, fileName: 'a.pdf', uploadedBy: author }, now).versionId;
	};
	const [versionId, draftVersionId] = [meetingId, draftId].map(paperOf) as [string, string];

	const walker = (name: string, owner: { personId: string } | { siteId: string }, showing: Showing): Walker => {
		const accountId = insertAccount(db, { login: `w-${name.replaceAll(' ', '-')}`, passwordHash: 'none', owner }, now);
		const isTerminal = 'siteId' in owner;
		const { token } = openSession(db, { accountId, isTerminal, ip: null, userAgent: null, now });
		const account = isTerminal ? 'terminal' : 'person';
		const session = resolveSession(db, token, now);
		return { name, showing: { account, ...showing }, session, cookie: `nhip-cau-phien=${token}` };
	};
	const granted = (kind: GrantKind, of: string | null = null): Walker => {
		const name = of === null ? kind : `${kind} of a unit`;
		const personId = person(name);
		const given = { personId, kind, unitId: of, bodyId: null, validFrom: dateOf(now), validTo: null, reason: 'thử' };
		giveGrant(db, given, { accountId: null, now });
		return walker(name, { personId }, { grants: [kind] });
	};
	const walkers: Walker[] = [
		{ name: 'nobody', showing: {}, session: undefined, cookie: undefined },
		walker('stranger', { personId: person('stranger') }, {}),
		...roles.map((role) => walker(role, { personId: idOf(role) }, { roles: [role] })),
		walker('room', { siteId: siteId('385') }, { roles: [] }),
		walker('author', { personId: author }, { isAuthor: true }),
		...(['administer', 'keep-accounts', 'convene', 'keep-papers', 'operate'] as const).map((kind) => granted(kind)),
		granted('keep-accounts', unitId('385')),
		granted('convene', unitId('14902')),
	];
	return { meetingId, versionId, draftId, draftVersionId, walkers };
}
