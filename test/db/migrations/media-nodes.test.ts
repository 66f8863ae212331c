import { openDatabase } from '#db/client.ts';
import { serveUnit } from '#db/nodes/node-units.ts';
import { addNode, listNodes } from '#db/nodes/nodes.ts';
import { expect, onTestFinished, test } from 'vitest';
import { olderDatabase } from './older-database.ts';

const rows = `
INSERT INTO units (id) VALUES ('p'), ('d');
INSERT INTO unit_periods (unit_id, valid_from, code, name, level, folded) VALUES ('p', '2020-01-01', '38', 'Tỉnh', 'province', 'tinh'),
	('d', '2020-01-01', '385', 'Huyện', 'district', 'huyen');
INSERT INTO people (id, name, position, sort_key, folded) VALUES ('a', 'Lan', '', 'lan', 'lan');
`;

test('a database of before has no nodes but its own, and takes some, at its units', () => {
	const db = openDatabase(olderDatabase(16, rows));
	onTestFinished(() => db.close());
	expect(listNodes(db, '2026-01-01')).toEqual([]);
	addNode(db, { id: 'huyen-1', title: 'Máy huyện', unitId: 'd', tokenHash: 'x' }, 1);
	serveUnit(db, { nodeId: 'huyen-1', unitId: 'p', validFrom: '2025-01-01', validTo: null });
	expect(listNodes(db, '2026-01-01')).toMatchObject([{ id: 'huyen-1', unitName: 'Huyện', drainingSince: null }]);
	expect(db.sqlite.prepare('SELECT count(*) FROM people').pluck().get()).toBe(1);
	expect(() => db.sqlite.exec("UPDATE media_nodes SET parent_id = 'none'")).toThrow('FOREIGN KEY');
	expect(() => db.sqlite.exec('UPDATE media_nodes SET capacity = 0')).toThrow('CHECK');
	expect(() =>
		db.sqlite.exec("INSERT INTO media_nodes (id, title, token_hash, created_at) VALUES ('a b', '', 'x', 1)"),
	).toThrow('CHECK');
});
