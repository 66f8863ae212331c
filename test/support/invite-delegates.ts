import { inTransaction, openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { insertPerson } from '#db/org/people.ts';

/** So many more delegates of a meeting, before a server has the data directory; they sit in these rooms, one after the other. */
export function inviteDelegates(dataDir: string, meetingId: string, siteIds: readonly string[], count: number): void {
	const database = openDatabase(databaseFile(dataDir));
	try {
		const takePart = database.sqlite.prepare<[string, string, string, string | null]>(
			'INSERT INTO meeting_participants (meeting_id, participant_id, person_id, seat_site_id) VALUES (?, ?, ?, ?)',
		);
		const asDelegate = database.sqlite.prepare<[string, string]>(
			"INSERT INTO meeting_roles (meeting_id, participant_id, role) VALUES (?, ?, 'delegate')",
		);
		inTransaction(database, () => {
			for (let index = 0; index < count; index += 1) {
				const id = insertPerson(database, { name: `Đại biểu thứ ${index + 1}`, position: 'Đại biểu' });
				takePart.run(meetingId, id, id, siteIds[index % siteIds.length] ?? null);
				asDelegate.run(meetingId, id);
			}
		});
	} finally {
		database.close();
	}
}
