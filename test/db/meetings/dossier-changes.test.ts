import type { Database } from '#db/client.ts';
import { addAgendaItem, deleteAgendaItem, editAgendaItem, moveAgendaItem } from '#db/meetings/agenda.ts';
import { createMeeting, requireVersion, updateMeeting } from '#db/meetings/meetings.ts';
import { rolesIn } from '#db/meetings/participants.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { insertPerson } from '#db/org/people.ts';
import { beforeEach, expect, test } from 'vitest';
import { createSmallProvince, now } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

let db: Database;
let province: ReturnType<typeof createSmallProvince>;
let id: string;

beforeEach(() => {
	db = temporaryDatabase();
	province = createSmallProvince(db);
	const { chairId, delegateId, unitId } = province;
	id = createMeeting(
		db,
		{
			title: 'Phiên họp',
			startsAt: now,
			plannedMinutes: 60,
			participants: [
				{ id: chairId, roles: ['chair', 'secretary'] },
				{ id: delegateId, roles: ['delegate'] },
			],
			unitIds: [unitId('14902')],
			createdBy: chairId,
		},
		now,
	);
});

const version = () => requireMeeting(db, id).version;

test('every change of what the forms show is another version, and the one before is refused', () => {
	const first = version();
	requireVersion(db, id, first);
	const itemId = addAgendaItem(db, id, { title: 'Một' });
	editAgendaItem(db, itemId, { title: 'Hai' });
	moveAgendaItem(db, itemId, { parentId: null, position: 0 });
	deleteAgendaItem(db, itemId);
	updateMeeting(db, id, { title: 'Phiên họp khác' });
	expect(version()).toBe(first + 5);
	expect(() => requireVersion(db, id, first)).toThrow(expect.objectContaining({ code: 'dossier-changed' }));
	expect(() => updateMeeting(db, id, { title: '' })).toThrow(expect.objectContaining({ code: 'title-empty' }));
	expect(version(), 'what is refused changes nothing').toBe(first + 5);
});

test('an edit writes the rows that differ, and nothing that hangs on who stays is lost', () => {
	db.sqlite.exec(`CREATE TABLE hanging (meeting_id TEXT, participant_id TEXT, FOREIGN KEY (meeting_id, participant_id)
			REFERENCES meeting_participants (meeting_id, participant_id) ON DELETE CASCADE);
		INSERT INTO hanging SELECT meeting_id, participant_id FROM meeting_participants;
		CREATE TABLE writings (what TEXT);
		CREATE TRIGGER inserted AFTER INSERT ON meeting_participants BEGIN INSERT INTO writings VALUES ('+' || new.participant_id); END;
		CREATE TRIGGER deleted AFTER DELETE ON meeting_participants BEGIN INSERT INTO writings VALUES ('-' || old.participant_id); END;
		CREATE TRIGGER updated AFTER UPDATE ON meeting_participants BEGIN INSERT INTO writings VALUES ('=' || old.participant_id); END;
		CREATE TRIGGER role_in AFTER INSERT ON meeting_roles BEGIN INSERT INTO writings VALUES ('+' || new.participant_id || ' ' || new.role); END;
		CREATE TRIGGER role_out AFTER DELETE ON meeting_roles BEGIN INSERT INTO writings VALUES ('-' || old.participant_id || ' ' || old.role); END;`);
	const { chairId, delegateId, siteId } = province;
	const guest = insertPerson(db, { name: 'Khách', position: '' });
	const seatSiteId = siteId('14902');
	updateMeeting(db, id, {
		participants: [
			{ id: chairId, roles: ['chair'], seatSiteId },
			{ id: delegateId, roles: ['delegate'] },
			{ id: guest, roles: ['guest'] },
		],
	});
	const writings = () => db.sqlite.prepare<[], string>('SELECT what FROM writings').pluck().all();
	expect(writings().sort()).toEqual([`+${guest}`, `+${guest} guest`, `-${chairId} secretary`, `=${chairId}`].sort());
	expect(db.sqlite.prepare('SELECT count(*) FROM hanging').pluck().get()).toBe(3);
	expect(rolesIn(db, id, chairId)).toEqual(['chair']);
	updateMeeting(db, id, { participants: [{ id: chairId, roles: ['chair'], seatSiteId }], unitIds: [] });
	expect(requireMeeting(db, id).participants.map((each) => each.id)).toEqual([chairId, seatSiteId]);
	expect(rolesIn(db, id, delegateId)).toEqual([]);
});
