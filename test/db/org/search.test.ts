import { editPerson, insertMembership, insertPerson, searchPeople } from '#db/org/people.ts';
import { searchUnits } from '#db/org/units.ts';
import BetterSqlite3 from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
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

test('letters and marks in one or apart, as some systems write and paste them: the same is found', () => {
	const db = temporaryDatabase();
	const unitId = createSmallProvince(db).unitId('385');
	const [composed, apart] = ['Đặng Thị Hoà', 'Đặng Thị Huệ'];
	insertPerson(db, { name: composed, position: 'Ủy viên' });
	insertPerson(db, { name: apart.normalize('NFD'), position: 'Ủy viên'.normalize('NFD') });
	const found = (text: string) => searchPeople(db, { text, date: today }).map(({ name }) => name);
	for (const text of ['Đặng Thị', 'Đặng Thị'.normalize('NFD'), 'dang thi', 'ỦY VIÊN'.normalize('NFD')])
		expect(found(text), text).toEqual([composed, apart]);
	const units = searchUnits(db, { text: 'huyện Quan Hóa'.normalize('NFD'), date: today });
	expect(units.map(({ id }) => id)).toEqual([unitId]);
});

interface Step {
	readonly parent: number;
	readonly detail: string;
}

test('a search reads people from one index, in the order of its answer, within a reach too; guests are in one of their own', () => {
	const db = temporaryDatabase();
	const { unitId } = createSmallProvince(db);
	const prepare = vi.spyOn(BetterSqlite3.prototype, 'prepare');
	onTestFinished(() => prepare.mockRestore());
	searchPeople(db, { text: 'a', date: today });
	searchPeople(db, { text: 'a', date: today, unitIds: [unitId('385')] });
	const [everywhere = [], within = [], guests = [], ...more] = prepare.mock.calls.map(([text]) => {
		const given = Array.from(text.matchAll(/\?/g), () => 'x');
		return db.sqlite.prepare<string[], Step>(`EXPLAIN QUERY PLAN ${text}`).all(...given);
	});
	expect(more).toEqual([]);
	const indexes = [
		[everywhere, 'people_listed'],
		[within, 'people_listed'],
		[guests, 'people_guests'],
	] as const;
	for (const [plan, index] of indexes) {
		const scans = plan.map(({ detail }) => detail).filter((detail) => detail.startsWith('SCAN'));
		expect(scans).toEqual([`SCAN people USING INDEX ${index}`]);
		// The answer is not sorted, a person's few units are.
		expect(plan.filter(({ parent, detail }) => parent === 0 && detail.includes('TEMP B-TREE'))).toEqual([]);
	}
});

test('people of the own units come first, then guests, each in their order; who has left a unit or is still to come is neither', () => {
	const db = temporaryDatabase();
	const { unitId } = createSmallProvince(db);
	const person = (name: string, code?: string, validFrom = '2020-01-01') => {
		const personId = insertPerson(db, { name, position: 'Chuyên viên' });
		if (code !== undefined) insertMembership(db, { personId, unitId: unitId(code), title: '', validFrom });
		return personId;
	};
	for (let number = 10; number < 35; number += 1) person(`Nguyễn Văn An ${number}`, '38.VPUB');
	db.sqlite.exec("UPDATE memberships SET valid_to = '2025-07-01' WHERE valid_to IS NULL AND title = ''");
	for (const name of ['Nguyễn Thị Yến', 'Nguyễn Thị Xuân']) person(name, '14902');
	for (const name of ['Nguyễn Văn Bình', 'Nguyễn Văn Ân']) person(name);
	person('Nguyễn Văn Cảnh', '38.VPUB');
	person('Nguyễn Văn Dũng', '38.VPUB', '2026-12-01');
	const search = (limit?: number) =>
		searchPeople(db, { text: 'nguyen', date: today, unitIds: [unitId('14902')], ...(limit && { limit }) }).map(
			({ name }) => name,
		);
	const found = ['Nguyễn Thị Xuân', 'Nguyễn Thị Yến', 'Nguyễn Văn Ân', 'Nguyễn Văn Bình'];
	expect(search()).toEqual(found);
	for (const limit of [1, 2, 3]) expect(search(limit)).toEqual(found.slice(0, limit));
});
