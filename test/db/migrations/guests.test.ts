import { openDatabase } from '#db/client.ts';
import { searchPeople } from '#db/org/people.ts';
import { expect, onTestFinished, test } from 'vitest';
import { olderDatabase } from './older-database.ts';

const rows = `
INSERT INTO units (id) VALUES ('p'), ('q');
INSERT INTO unit_periods (unit_id, valid_from, code, name, level, folded) VALUES ('p', '2020-01-01', '38', 'Tỉnh', 'province', 'tinh'),
	('q', '2020-01-01', '1', 'Xã', 'commune', 'xa');
INSERT INTO people (id, name, position, sort_key, folded) VALUES ('guest', 'Lan', '', 'lan', 'lan'), ('own', 'Mai', '', 'mai', 'mai'),
	('other', 'Hoa', '', 'hoa', 'hoa'), ('retired', 'An', '', 'an', 'an');
INSERT INTO memberships (person_id, unit_id, title, valid_from, valid_to) VALUES ('own', 'q', '', '2020-01-01', NULL),
	('other', 'p', '', '2020-01-01', NULL), ('retired', 'p', '', '2020-01-01', '2022-01-01');
`;

test('who of before was a member of nothing is a guest, whom every search finds', () => {
	const db = openDatabase(olderDatabase(13, rows));
	onTestFinished(() => db.close());
	const found = searchPeople(db, { text: '', date: '2026-01-01', unitIds: ['q'] });
	expect(found.map(({ id }) => id)).toEqual(['own', 'guest']);
});
