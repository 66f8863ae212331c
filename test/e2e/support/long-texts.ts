import { createSetupLink } from '#db/auth/setup-link.ts';
import { openDatabase, type Database } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { listDocuments } from '#db/documents/documents.ts';
import { addAgendaItem } from '#db/meetings/agenda.ts';
import { listMeetings } from '#db/meetings/list-meetings.ts';
import { createMeeting, updateMeeting } from '#db/meetings/meetings.ts';
import { serveUnit } from '#db/nodes/node-units.ts';
import { addNode } from '#db/nodes/nodes.ts';
import { accounts } from '#db/schema/auth.ts';
import { grants } from '#db/schema/grants.ts';
import { agendaItems } from '#db/schema/meetings.ts';
import { people, sitePeriods, unitPeriods, units } from '#db/schema/org.ts';
import { eq } from 'drizzle-orm';

const office =
	'Ban Quản lý dự án đầu tư xây dựng các công trình nông nghiệp, phát triển nông thôn và ứng phó biến đổi khí hậu tỉnh Thanh Hóa, ';

/** Words as they stand in the names of offices, cut to a number of characters. */
export const longName = (length: number): string => office.repeat(3).slice(0, length).trim();

/** A media node's. */
export const longNode = 'may-truyen-dan-'.repeat(6).slice(0, 90);

/** In the story's data directory, before the server has it. */
async function write<T>(dataDir: string, change: (db: Database) => T): Promise<T> {
	const db = openDatabase(databaseFile(dataDir));
	try {
		return change(db);
	} finally {
		db.close();
	}
}

/** table, column, characters */
const lengths = [
	['meetings', 'title', 300],
	['agenda_items', 'title', 300],
	['documents', 'title', 300],
	['people', 'name', 120],
	['people', 'position', 300],
	['memberships', 'title', 300],
	['body_members', 'position', 300],
	['grants', 'reason', 300],
	['areas', 'name', 120],
	['unit_periods', 'name', 120],
	['site_periods', 'name', 120],
	['body_periods', 'name', 120],
] as const;

const itemsInAll = 60;

/** From now on nobody administers this installation. Returns the token of a link for who will. */
export const awaitFirstAdministrator = (dataDir: string): Promise<string> =>
	write(dataDir, (db) => {
		db.orm.delete(grants).where(eq(grants.kind, 'administer')).run();
		return createSetupLink(db, Date.now());
	});

/** What offices really write, everywhere in the demo province: titles of 300 characters, names of 120, sixty items. */
export const prepareLongTexts = (dataDir: string): Promise<void> =>
	write(dataDir, (db) => {
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
		const [unit] = db.orm.select().from(units).limit(1).all();
		const unitId = unit?.id ?? '';
		addNode(db, { id: longNode, title: longName(300), unitId, tokenHash: '' }, Date.now());
		serveUnit(db, { nodeId: longNode, unitId, validFrom: '2025-07-01', validTo: null });
	});

export interface LongDay {
	readonly first: string;
	readonly second: string;
	/** of the room of the district's delegate */
	readonly siteId: string;
	readonly districtId: string;
	/** of the first meeting: an item, and a paper's version */
	readonly itemId: string;
	readonly versionId: string;
}

/**
 * A day with the longest that people write: the demo's meeting, with a title of 300 characters, 60 agenda items and
 * names of 120 and 300, in a moment; another one of the same room after it.
 */
export const prepareLongDay = (dataDir: string): Promise<LongDay> =>
	write(dataDir, (db) => {
		const now = Date.now();
		const ownerOf = (login: string) => {
			const account = db.orm.select().from(accounts).where(eq(accounts.login, login)).get();
			return account?.personId ?? account?.siteId ?? '';
		};
		const [chairId, districtId, siteId] = [ownerOf('chutri'), ownerOf('daibieu.huyen'), ownerOf('diemcau.15499')];
		const site = db.orm.select().from(sitePeriods).where(eq(sitePeriods.siteId, siteId)).get();
		db.orm
			.update(people)
			.set({ name: longName(120), position: longName(300) })
			.where(eq(people.id, chairId))
			.run();
		db.orm
			.update(people)
			.set({ name: longName(300), position: longName(120) })
			.where(eq(people.id, districtId))
			.run();
		db.orm
			.update(sitePeriods)
			.set({ name: longName(300) })
			.where(eq(sitePeriods.siteId, siteId))
			.run();
		db.orm
			.update(unitPeriods)
			.set({ name: longName(120) })
			.where(eq(unitPeriods.unitId, site?.unitId ?? ''))
			.run();
		const first = listMeetings(db, siteId, now).today[0]?.id ?? '';
		const quarter = 15 * 60_000;
		updateMeeting(db, first, { title: longName(300), startsAt: now + quarter });
		let itemId = '';
		for (let item = 0; item < 60; item++)
			itemId = addAgendaItem(db, first, { title: longName(item % 2 === 0 ? 300 : 120), presenterId: districtId });
		const second = createMeeting(
			db,
			{
				title: longName(120),
				startsAt: now + 2 * quarter,
				plannedMinutes: 60,
				participants: [
					{ id: chairId, roles: ['chair'] },
					{ id: districtId, roles: ['delegate'], seatSiteId: siteId },
				],
				createdBy: chairId,
				status: 'invited',
			},
			now,
		);
		const versionId = listDocuments(db, first)[0]?.current.id ?? '';
		return { first, second, siteId, districtId, itemId, versionId };
	});
