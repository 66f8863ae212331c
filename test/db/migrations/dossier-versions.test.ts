import { openDatabase } from '#db/client.ts';
import { listMeetings } from '#db/meetings/list-meetings.ts';
import { rolesIn } from '#db/meetings/participants.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { expect, onTestFinished, test } from 'vitest';
import { olderDatabase } from './older-database.ts';

/** 1 July 2026, 9:00 in Vietnam. */
const startsAt = Date.UTC(2026, 6, 1, 2);

const rows = `
INSERT INTO units (id) VALUES ('p');
INSERT INTO sites (id) VALUES ('s');
INSERT INTO people (id, name, position) VALUES ('a', 'Lan', 'Chủ tịch'), ('b', 'Hòa', ''), ('c', 'Mai', '');
INSERT INTO meetings (id, title, starts_at, planned_minutes, body_id, status, created_by, created_at)
	VALUES ('m', 'Họp', ${startsAt}, 60, NULL, 'draft', 'c', 1);
INSERT INTO meeting_participants (meeting_id, participant_id, person_id, site_id, roles, seat_site_id) VALUES
	('m', 'a', 'a', NULL, '["secretary","chair","chair"]', 's'), ('m', 'b', 'b', NULL, '["delegate"]', NULL), ('m', 's', NULL, 's', '[]', NULL);
`;

test('roles become rows, each once, and a dossier begins with its first version', () => {
	const db = openDatabase(olderDatabase(6, rows));
	onTestFinished(() => db.close());
	expect(rolesIn(db, 'm', 'a')).toEqual(['chair', 'secretary']);
	expect(rolesIn(db, 'm', 'b')).toEqual(['delegate']);
	expect(rolesIn(db, 'm', 's')).toEqual([]);
	expect(requireMeeting(db, 'm')).toMatchObject({ version: 1 });
	expect(requireMeeting(db, 'm').participants.map(({ id, siteId }) => [id, siteId])).toContainEqual(['a', 's']);
	const of = (participantId: string) => listMeetings(db, participantId, startsAt).today.map(({ roles }) => roles);
	expect(of('a')).toEqual([['chair', 'secretary']]);
	expect(of('b'), 'a draft is seen by those who prepare it').toEqual([]);
});
