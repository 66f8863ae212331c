import { openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { seedDemo } from '#db/demo/seed.ts';
import { addAgendaItem } from '#db/meetings/agenda.ts';
import { agendaItems } from '#db/schema/meetings.ts';
import { longName } from './long-names.ts';

/** table, column, characters */
const lengths = [
	['meetings', 'title', 300],
	['agenda_items', 'title', 300],
	['documents', 'title', 300],
	['people', 'name', 120],
	['unit_periods', 'name', 120],
	['site_periods', 'name', 120],
	['body_periods', 'name', 120],
] as const;

const itemsInAll = 60;

/** What offices really write, everywhere in the demo province: titles of 300 characters, names of 120, sixty items. */
export async function prepareLongTexts(dataDir: string): Promise<void> {
	const db = openDatabase(databaseFile(dataDir));
	try {
		await seedDemo(db, dataDir, Date.now());
		// What tells them apart stays in front.
		db.sqlite.function('lengthen', { deterministic: true }, (text: unknown, length: unknown) =>
			`${String(text)} ${longName(Number(length))}`.slice(0, Number(length)).trim(),
		);
		for (const [table, column, length] of lengths)
			db.sqlite.exec(`UPDATE ${table} SET ${column} = lengthen(${column}, ${length})`);
		const items = db.orm.select().from(agendaItems).all();
		const meetingId = items[0]?.meetingId ?? '';
		for (let number = items.length; number < itemsInAll; number += 1)
			addAgendaItem(db, meetingId, { title: `${number}. ${longName(110)}`, plannedMinutes: 15 });
	} finally {
		db.close();
	}
}
