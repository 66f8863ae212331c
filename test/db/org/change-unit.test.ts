import { changeUnit } from '#db/org/change-unit.ts';
import { editPerson, searchPeople } from '#db/org/people.ts';
import { memberships } from '#db/schema/org.ts';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { createSmallProvince } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

const refusal = (code: string) => expect.objectContaining({ code });

function prepare() {
	const db = temporaryDatabase();
	const province = createSmallProvince(db);
	const personId = province.delegateId;
	const unitOn = (date: string) => searchPeople(db, { text: '', date }).find(({ id }) => id === personId)?.unitName;
	const change = (unitCode: string | null, from: string) =>
		changeUnit(db, { personId, unitId: unitCode && province.unitId(unitCode), title: 'Bí thư', from });
	const rows = () => db.orm.select().from(memberships).where(eq(memberships.personId, personId)).all();
	return { db, personId, unitOn, change, rows };
}

test('a new unit begins on its day, the old one ends; before that day nothing changes', () => {
	const { unitOn, change } = prepare();
	change('385', '2026-11-01');
	expect([unitOn('2026-10-31'), unitOn('2026-11-01')]).toEqual(['UBND xã Nam Tiến', 'UBND huyện Quan Hóa']);
	change(null, '2026-12-01');
	expect([unitOn('2026-11-30'), unitOn('2026-12-01')]).toEqual(['UBND huyện Quan Hóa', '']);
});

test('a change on the same day corrects the one before it, back to the first unit too', () => {
	const { change, rows, unitOn } = prepare();
	change('385', '2026-11-01');
	change('14902', '2026-11-01');
	expect(rows()).toHaveLength(2);
	expect([unitOn('2026-10-31'), unitOn('2026-11-01')]).toEqual(['UBND xã Nam Tiến', 'UBND xã Nam Tiến']);
});

test('what is impossible is refused and changes nothing', () => {
	const { change, rows } = prepare();
	const before = rows();
	expect(() => change('385', '2019-12-31')).toThrow(refusal('date-invalid'));
	expect(() => change('385', '2026-13-01')).toThrow(refusal('date-invalid'));
	expect(() => change('none', '2026-11-01')).toThrow(refusal('not-found'));
	expect(rows()).toEqual(before);
});

test('a person is written anew, but not without a name', () => {
	const { db, personId } = prepare();
	editPerson(db, personId, { name: ' Bùi Thị Lân ', position: ' Bí thư ' });
	expect(searchPeople(db, { text: '', date: '2026-11-01' }).find(({ id }) => id === personId)).toMatchObject({
		name: 'Bùi Thị Lân',
		position: 'Bí thư',
	});
	expect(() => editPerson(db, personId, { name: ' ', position: '' })).toThrow(refusal('name-empty'));
	expect(() => editPerson(db, 'nobody', { name: 'A', position: '' })).toThrow(refusal('not-found'));
});
