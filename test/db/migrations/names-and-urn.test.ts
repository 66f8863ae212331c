import { openDatabase } from '#db/client.ts';
import { editPerson, insertPerson, searchPeople } from '#db/org/people.ts';
import { searchUnits } from '#db/org/units.ts';
import { countUrn } from '#db/votes/urn.ts';
import { expect, onTestFinished, test } from 'vitest';
import { olderDatabase } from './older-database.ts';

const rows = `
INSERT INTO units (id) VALUES ('p');
INSERT INTO unit_periods (unit_id, valid_from, code, name, level) VALUES ('p', '2020-01-01', '38', 'Sở Đất đai', 'province');
INSERT INTO people (id, name, position) VALUES ('a', 'Đặng Văn Đệ', 'Chủ tịch'), ('b', 'Lê An', '');
INSERT INTO meetings (id, title, starts_at, planned_minutes, status, created_by, created_at) VALUES ('m', 'Họp', 1, 60, 'ended', 'a', 1);
INSERT INTO votes (id, meeting_id, title, secret, rule, entitled, opened_at) VALUES ('v', 'm', 'Bầu', 1, '{}', '[]', 1), ('w', 'm', 'Bầu', 1, '{}', '[]', 1);
INSERT INTO urn (key, meeting_id, vote_id, choice) VALUES (x'${'01'.repeat(16)}', 'm', 'v', 'for'), (x'${'02'.repeat(16)}', 'm', 'w', 'against'),
	(x'${'03'.repeat(16)}', 'm', 'v', 'for');
`;

test('people and units of before are found and ordered as if they were written now; ballots stay in their urns', () => {
	const db = openDatabase(olderDatabase(8, rows));
	onTestFinished(() => db.close());
	const date = '2026-01-01';
	expect(searchPeople(db, { text: 'dang', date }).map(({ id }) => id)).toEqual(['a']);
	expect(searchPeople(db, { text: '', date }).map(({ id }) => id)).toEqual(['b', 'a']);
	expect(searchUnits(db, { text: 'dat dai', date }).map(({ id }) => id)).toEqual(['p']);
	const stored = (id: string) => db.sqlite.prepare('SELECT sort_key, folded FROM people WHERE id = ?').get(id);
	const filled = stored('a');
	editPerson(db, 'a', { name: 'Đặng Văn Đệ', position: 'Chủ tịch' });
	expect(stored('a'), 'written now').toEqual(filled);
	expect(stored(insertPerson(db, { name: 'Đặng Văn Đệ', position: 'Chủ tịch' }))).toEqual(filled);
	expect(countUrn(db, 'm', 'v')).toEqual({ for: 2, against: 0, abstain: 0 });
	expect(countUrn(db, 'm', 'w')).toEqual({ for: 0, against: 1, abstain: 0 });
});

test('the ballots of one vote are found without reading those of others', () => {
	const db = openDatabase(olderDatabase(8, rows));
	onTestFinished(() => db.close());
	const plan = db.sqlite
		.prepare<[], { detail: string }>(
			"EXPLAIN QUERY PLAN SELECT choice FROM urn WHERE meeting_id = 'm' AND vote_id = 'v'",
		)
		.all();
	expect(plan.map(({ detail }) => detail)).toEqual(['SEARCH urn USING PRIMARY KEY (meeting_id=? AND vote_id=?)']);
});
