import { inTransaction, type Database } from '#db/client.ts';
import { laidTables } from '#db/laid-tables.ts';
import { LaidRows, piecesOf, writeAtOnce } from '#db/org/laid-rows.ts';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../temporary-database.ts';

const day = '2025-07-01';
const steps = ['INSERT INTO areas (id, name) SELECT area_id, name FROM temp.laid_areas WHERE batch = @batch'];
const areas = (...names: string[]) => ({
	day,
	pieces: piecesOf(
		'areas',
		names.map((name) => ['', name, `id of ${name}`]),
	),
	steps,
});
const namesIn = ({ sqlite }: Database) => sqlite.prepare('SELECT name FROM areas ORDER BY name').pluck().all();
const lying = ({ sqlite }: Database) =>
	Object.keys(laidTables).map((table) => sqlite.prepare(`SELECT count(*) FROM temp.laid_${table}`).pluck().get());
const nothing = Object.keys(laidTables).map(() => 0);

test('rows of two who lay theirs at the same time do not mix, and each takes away its own', () => {
	const db = temporaryDatabase();
	const [first, second] = [new LaidRows(db, areas('A', 'B')), new LaidRows(db, areas('C'))];
	expect([first.layNext(), second.layNext()]).toEqual([false, false]);
	first.write();
	expect(namesIn(db)).toEqual(['A', 'B']);
	first.close();
	first.close();
	second.write();
	expect(namesIn(db)).toEqual(['A', 'B', 'C']);
	second.close();
	expect(lying(db)).toEqual(nothing);
});

test('many rows lie ready piece by piece, in no file', () => {
	const db = temporaryDatabase();
	const pages = () => db.sqlite.pragma('wal_checkpoint(NOOP)');
	const before = pages();
	const names = Array.from({ length: 450 }, (_, index) => `Khu vực ${index}`);
	const rows = new LaidRows(db, areas(...names));
	expect([1, 2, 3].map(() => rows.layNext())).toEqual([true, true, false]);
	expect(pages()).toEqual(before);
	rows.write();
	expect(namesIn(db)).toEqual([...names].sort());
	rows.close();
});

test('what cannot be written is not written in part, and nothing is left lying', () => {
	const db = temporaryDatabase();
	const twice = areas('A', 'B', 'A');
	expect(() => inTransaction(db, () => writeAtOnce(db, twice))).toThrow('UNIQUE');
	expect([namesIn(db), lying(db)]).toEqual([[], nothing]);
	const rows = new LaidRows(db, twice);
	rows.layNext();
	expect(() => inTransaction(db, () => rows.write())).toThrow('UNIQUE');
	// Laid before the transaction, they go when they are taken away.
	rows.close();
	expect([namesIn(db), lying(db)]).toEqual([[], nothing]);
	db.close();
	rows.close();
});
