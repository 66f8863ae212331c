import { editPerson, insertPerson, searchPeople } from '#db/org/people.ts';
import { searchUnits } from '#db/org/units.ts';
import { expect, test } from 'vitest';
import { createSmallProvince, today } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

test('finds people and units with and without diacritics, and takes % literally', () => {
	const db = temporaryDatabase();
	createSmallProvince(db);
	const names = (text: string) =>
		[searchPeople, searchUnits].map((search) => search(db, { text, date: today }).map(({ name }) => name));
	expect(names('nam tien')).toEqual([[], ['UBND xã Nam Tiến']]);
	expect(names('BÙI THỊ')).toEqual([['Bùi Thị Lan'], []]);
	expect(names('chu tich')).toEqual([['Lê Quang Hòa', 'Bùi Thị Lan'], []]);
	expect(names('%')).toEqual([[], []]);
	expect(searchPeople(db, { text: 'bui', date: today })[0]?.unitName).toBe('UBND xã Nam Tiến');
	expect(searchPeople(db, { text: 'bui', date: '2019-01-01' })[0]?.unitName).toBe('');
});

test('who is written otherwise is found by the new name and position alone; đ is found as d', () => {
	const db = temporaryDatabase();
	const id = insertPerson(db, { name: 'Đặng Văn Đệ', position: 'Chuyên viên' });
	const found = (text: string) => searchPeople(db, { text, date: today }).map(({ name }) => name);
	expect(found('dang van de')).toEqual(['Đặng Văn Đệ']);
	editPerson(db, id, { name: 'Đinh Văn Đệ', position: 'Trưởng ban điều hành' });
	expect([found('dang'), found('chuyen vien')]).toEqual([[], []]);
	expect([found('Đinh'), found('dieu hanh')]).toEqual([['Đinh Văn Đệ'], ['Đinh Văn Đệ']]);
});

test('a search reads people from one index, in the order of its answer', () => {
	const db = temporaryDatabase();
	const plan = db.sqlite
		.prepare<[], { detail: string }>(
			"EXPLAIN QUERY PLAN SELECT name FROM people WHERE folded LIKE '%a%' ORDER BY sort_key, id LIMIT 20",
		)
		.all()
		.map(({ detail }) => detail);
	expect(plan).toEqual([expect.stringContaining('USING INDEX people_listed')]);
});
