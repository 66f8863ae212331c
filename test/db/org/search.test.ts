import { searchOrg } from '#db/org/search.ts';
import { expect, test } from 'vitest';
import { createSmallProvince, today } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

test('finds people, units and sites with and without diacritics, and takes % literally', () => {
	const db = temporaryDatabase();
	createSmallProvince(db);
	const names = (text: string) => {
		const { people, units, sites } = searchOrg(db, { text, date: today });
		return [people, units, sites].map((each) => each.map((one) => one.name));
	};
	expect(names('nam tien')).toEqual([[], ['UBND xã Nam Tiến'], ['Điểm cầu xã Nam Tiến']]);
	expect(names('BÙI THỊ')).toEqual([['Bùi Thị Lan'], [], []]);
	expect(names('diem cau van')).toEqual([[], [], ['Điểm cầu Văn phòng UBND tỉnh']]);
	expect(names('chu tich')).toEqual([['Lê Quang Hòa', 'Bùi Thị Lan'], [], []]);
	expect(names('%')).toEqual([[], [], []]);
	expect(searchOrg(db, { text: 'bui', date: today }).people[0]?.unitName).toBe('UBND xã Nam Tiến');
	expect(searchOrg(db, { text: 'bui', date: '2019-01-01' }).people[0]?.unitName).toBe('');
});
