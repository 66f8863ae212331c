import { addAgendaItem } from '#db/meetings/agenda.ts';
import { updateMeeting } from '#db/meetings/meetings.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { insertPerson } from '#db/org/people.ts';
import { readDossier, sendDossier } from '#lib/dossier/dossier.ts';
import { expect, test } from 'vitest';
import { createSmallProvince } from '../../db/small-province.ts';
import { temporaryDatabase } from '../../db/temporary-database.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';

test('what a page reads of a dossier is what it was, its lists of hundreds having come as text', () => {
	const db = temporaryDatabase();
	const { unitId, siteId } = createSmallProvince(db);
	const { id, secretaryId, chairId } = createTestMeeting(db, { delegates: 1 });
	addAgendaItem(db, id, { title: 'Khai mạc', presenterId: chairId });
	const nameless = insertPerson(db, { name: 'Khách', position: 'Chuyên gia\tđộc lập' });
	updateMeeting(db, id, {
		participants: [
			{ id: chairId, roles: ['chair', 'secretary'], seatSiteId: siteId('14902') },
			{ id: secretaryId, roles: ['operator'] },
			{ id: nameless, roles: ['guest'] },
		],
		unitIds: [unitId('14902')],
	});
	const meeting = requireMeeting(db, id);
	const sent = sendDossier(meeting);
	expect([typeof sent.participants, typeof sent.unitIds]).toEqual(['string', 'string']);
	const { documents: _, body, participants, ...rest } = meeting;
	const members = new Set(body?.members.map(({ personId }) => personId));
	expect(members.has(chairId) && !members.has(secretaryId)).toBe(true);
	expect(readDossier(sent)).toEqual({
		...rest,
		body: { id: body?.id, name: body?.name },
		participants: participants.map(({ unitId: _id, unitCode: _code, ...shown }) => ({
			...shown,
			isMember: members.has(shown.id),
		})),
	});
	const empty = readDossier(sendDossier({ ...meeting, participants: [], unitIds: [], body: null }));
	expect(empty).toMatchObject({ participants: [], unitIds: [], body: null });
});
