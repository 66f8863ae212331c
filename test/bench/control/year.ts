import { insertAccount } from '#db/auth/accounts.ts';
import { dateOf, startOfDay } from '#db/calendar.ts';
import { inTransaction, openDatabase, type Database } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { addDocument } from '#db/documents/documents.ts';
import { storeFile, type StoredFile } from '#db/documents/file-store.ts';
import { addAgendaItem } from '#db/meetings/agenda.ts';
import { createMeeting } from '#db/meetings/meetings.ts';
import { importProvince } from '#db/org/importer.ts';
import { insertMembership, insertPerson } from '#db/org/people.ts';
import { listUnits } from '#db/org/units.ts';
import type { Role } from '#meeting/plan.ts';
import { personName, provinceLists, sessionTitle } from './province.ts';
import { writeJournal } from './year-journal.ts';

/** What the targets of `bench -- control` are for. */
export const size = { people: 10_000, meetings: 7_500, participants: 20 } as const;

/** The day after the year's last meeting. Fixed: the same year is made whenever it is made. */
const yearEnds = Date.parse('2026-11-26T00:00:00+07:00');
const day = 24 * 3_600_000;
const hour = 3_600_000;

/** Of a paper, as scanned ones are. */
const paperBytes = 4 * 1024 * 1024;

/** Many offices, each with people who run its meetings: 50 chairs, 25 secretaries, 10 operators. */
const [chairs, secretaries, operators] = [50, 25, 10];

/**
 * Ten thousand people with accounts, and the meetings of a year with their dossiers and journals, in an empty folder. By the
 * product's own writers: what is there verifies.
 */
export async function writeYear(dataDir: string, say: (line: string) => void): Promise<void> {
	const db = openDatabase(databaseFile(dataDir));
	try {
		// It is thrown away if this does not come to its end.
		db.sqlite.pragma('synchronous = OFF');
		db.sqlite.pragma('secure_delete = OFF');
		const paper = await storeFile(dataDir, paperOf(paperBytes));
		const people = inTransaction(db, () => writePeople(db));
		const started = performance.now();
		for (let first = 0; first < size.meetings; first += 250) {
			inTransaction(db, () => {
				for (let index = first; index < Math.min(first + 250, size.meetings); index += 1)
					writeMeeting(db, people, paper, index);
			});
			if (first % 1_500 === 0)
				say(`  ${first} of ${size.meetings} meetings, ${Math.round((performance.now() - started) / 1_000)} s`);
		}
		// As the server has done it by then, some at a time.
		db.sqlite.exec('UPDATE meeting_participants SET is_listed = 1');
		db.sqlite.exec('ANALYZE');
		db.sqlite.pragma('wal_checkpoint(TRUNCATE)');
	} finally {
		db.close();
	}
}

/** @returns the people's ids, in the order of their numbers */
function writePeople(db: Database): string[] {
	const result = importProvince(db, provinceLists(), { validFrom: '2025-07-01' });
	if ('errors' in result) throw new Error(JSON.stringify(result.errors[0]));
	const units = listUnits(db, dateOf(yearEnds - day));
	return Array.from({ length: size.people }, (_, index) => {
		const unit = units[index % units.length];
		const { name, position } = personName(index);
		const personId = insertPerson(db, { name, position });
		const title = position;
		if (unit) insertMembership(db, { personId, unitId: unit.id, title, validFrom: '2025-07-01' });
		insertAccount(db, { login: loginOf(index), passwordHash: 'none', owner: { personId } }, yearEnds - 400 * day);
		return personId;
	});
}

export const loginOf = (index: number): string => `nguoi.${index}`;

/** Who chairs, keeps the minutes of and runs the meeting with that number; the others are its delegates. */
export function castOf(index: number): { id: number; roles: readonly Role[] }[] {
	const run = [
		{ id: index % chairs, roles: ['chair' as const] },
		{ id: chairs + (index % secretaries), roles: ['secretary' as const] },
		{ id: chairs + secretaries + (index % operators), roles: ['operator' as const] },
	];
	const others = size.people - chairs - secretaries - operators;
	const delegates = Array.from({ length: size.participants - run.length }, (_, each) => ({
		id: chairs + secretaries + operators + ((index * 7 + each * 613) % others),
		roles: ['delegate' as const],
	}));
	return [...run, ...delegates];
}

function writeMeeting(db: Database, people: readonly string[], paper: StoredFile, index: number): void {
	const person = (number: number) => people[number] ?? '';
	// From a year ago to yesterday, on two hours of the day in turn.
	const date = startOfDay(yearEnds - 365 * day + Math.floor((index * 365) / size.meetings) * day);
	const startsAt = date + (index % 2 === 0 ? 8 : 14) * hour;
	const participants = castOf(index).map(({ id, roles }) => ({ id: person(id), roles, seatSiteId: null }));
	const [chair, secretary] = participants;
	const meeting = {
		title: sessionTitle(index),
		startsAt,
		plannedMinutes: 120,
		participants,
		createdBy: secretary?.id ?? '',
		status: 'invited' as const,
	};
	const meetingId = createMeeting(db, meeting, startsAt - 7 * day);
	for (const number of [1, 2, 3]) {
		const title = `Nội dung ${number}: ${sessionTitle(index + number)}`;
		const itemId = addAgendaItem(db, meetingId, { title, plannedMinutes: 30, presenterId: chair?.id ?? null });
		const file = {
			itemId,
			title: `Tờ trình ${number}`,
			fileName: 'to-trinh.pdf',
			label: 'internal' as const,
			file: paper,
		};
		if (number < 3) addDocument(db, { ...file, meetingId, pages: 12, uploadedBy: null }, startsAt - 3 * day);
	}
	writeJournal(db, meetingId, startsAt);
}

/** The head of a PDF, and bytes that do not compress. */
function paperOf(bytes: number): Buffer {
	const paper = Buffer.alloc(bytes);
	let state = 1;
	for (let at = 0; at < bytes; at += 4) {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		paper.writeUInt32LE(state, at);
	}
	paper.write('%PDF-1.7\n');
	return paper;
}
