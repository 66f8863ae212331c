import { changeUnits } from '#db/org/timeline.ts';
import { unitLines } from '#db/org/unit-lines.ts';
import { listUnits } from '#db/org/units.ts';
import { readUnitLines } from '#lib/org/pickable-unit.ts';
import { expect, test } from 'vitest';
import { createSmallProvince } from '../../db/small-province.ts';
import { temporaryDatabase } from '../../db/temporary-database.ts';

test('the units of a day come as text and are read as they are, in their order, each with its rooms of that day', () => {
	const db = temporaryDatabase();
	const { unitId } = createSmallProvince(db);
	const day = '2025-07-01';
	const renamed = { code: '14902', name: 'UBND  phường\nNam Tiến', level: 'commune', parentId: unitId('38') } as const;
	changeUnits(db, [{ id: unitId('14902'), before: null, after: renamed, isNew: false }], day);
	for (const date of ['2025-06-30', day]) {
		const units = readUnitLines(unitLines(db, date));
		expect(units.map(({ id, name, level }) => [id, name, level])).toEqual(
			listUnits(db, date).map(({ id, name, level }) => [id, name.replace('\n', ' '), level]),
		);
		const rooms = db.sqlite
			.prepare<[string, string], number>(
				'SELECT count(*) FROM site_periods WHERE unit_id = ? AND valid_from <= ? AND valid_to IS NULL',
			)
			.pluck();
		expect(units.map((unit) => unit.rooms)).toEqual(units.map(({ id }) => rooms.get(id, date)));
	}
	expect(readUnitLines(unitLines(db, '1900-01-01'))).toEqual([]);
});
