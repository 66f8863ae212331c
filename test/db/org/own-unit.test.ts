import { ownUnitName, unitPath, unitsAbove } from '#db/org/own-unit.ts';
import { insertMembership, insertPerson } from '#db/org/people.ts';
import { listUnits } from '#db/org/units.ts';
import { changeUnits } from '#db/org/timeline.ts';
import { expect, test } from 'vitest';
import { createSmallProvince, today } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

test('a unit hangs on its district and that on the province, on a day; a circle in the data has an end', () => {
	const db = temporaryDatabase();
	const { unitId } = createSmallProvince(db);
	const [commune, district, province] = ['14902', '385', '38'].map(unitId) as [string, string, string];
	expect(unitsAbove(db, commune, today)).toEqual([district, province]);
	expect(unitsAbove(db, province, today)).toEqual([]);
	const personId = insertPerson(db, { name: 'Nguyễn Văn A', position: '' });
	expect(unitPath(db, personId, today)).toEqual([]);
	insertMembership(db, { personId, unitId: commune, title: '', validFrom: today });
	expect(unitPath(db, personId, today)).toEqual([commune, district, province]);
	expect(ownUnitName(db, personId, today)).not.toBe('');

	const unit = listUnits(db, today).find(({ id }) => id === province);
	if (!unit) throw new Error('the province is there');
	const { id, ...before } = unit;
	changeUnits(db, [{ id, before: null, after: { ...before, parentId: commune }, isNew: false }], today);
	expect(unitsAbove(db, commune, today).slice(0, 3)).toEqual([district, province, commune]);
});
