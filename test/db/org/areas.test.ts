import { createMeeting } from '#db/meetings/meetings.ts';
import { findAreas, setAreas } from '#db/org/areas.ts';
import { insertPerson } from '#db/org/people.ts';
import { changeUnits } from '#db/org/timeline.ts';
import { listUnits } from '#db/org/units.ts';
import { requirePlan } from '#test/support/require-plan.ts';
import { expect, test } from 'vitest';
import { createSmallProvince, now, today } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

const quanHoa = { code: '385', name: 'UBND huyện Quan Hóa' };
const thanhHoa = { code: '38', name: 'Tỉnh Thanh Hóa' };

function province() {
	const db = temporaryDatabase();
	const units = createSmallProvince(db);
	const areasOf = (...codes: string[]) => {
		const { areas, areaOf } = findAreas(db, codes.map(units.unitId), today);
		return codes.map((code) => areas[areaOf.get(units.unitId(code)) ?? -1]);
	};
	const hang = (code: string, parentCode: string) => {
		const { id, ...unit } = listUnits(db, today).find((each) => each.code === code) ?? {
			id: '',
			...thanhHoa,
			level: 'other' as const,
		};
		const parentId = units.unitId(parentCode);
		changeUnits(db, [{ id, before: null, after: { ...unit, parentId }, isNew: false }], today);
	};
	return { db, ...units, areasOf, hang };
}

test('communes belong to their district, the rest to the province', () => {
	const { areasOf } = province();
	expect(areasOf('14902', '385', '38.VPUB', '38')).toEqual([quanHoa, quanHoa, thanhHoa, thanhHoa]);
});

test('areas come in administrative order, whatever the order of the units, and only those that somebody is of', () => {
	const { db, unitId } = province();
	expect(findAreas(db, ['14902', '38.VPUB'].map(unitId), today).areas).toEqual([thanhHoa, quanHoa]);
	expect(findAreas(db, [unitId('14902'), 'no-such-unit'], today).areas).toEqual([quanHoa]);
});

test('a province that has given up its districts is one area', () => {
	const { hang, areasOf } = province();
	hang('14902', '38');
	expect(areasOf('14902', '38.VPUB')).toEqual([thanhHoa, thanhHoa]);
});

test('a list of units is an area from its day on, a hub of districts too; what leaves it falls back to its district', () => {
	const { db, unitId } = province();
	const on = (date: string) => {
		const asked = ['38.VPUB', '385', '14902'].map(unitId);
		const { areas, areaOf } = findAreas(db, asked, date);
		return asked.map((id) => areas[areaOf.get(id) ?? -1]?.name);
	};
	setAreas(db, [{ unitId: unitId('385'), name: 'Khu vực miền núi' }], '2024-01-01');
	setAreas(db, [{ unitId: unitId('14902'), name: 'Trạm Quan Hóa' }], '2025-07-01');
	setAreas(db, [{ unitId: unitId('14902'), name: '' }], '2026-01-01');
	expect(on('2023-12-31')).toEqual([thanhHoa.name, quanHoa.name, quanHoa.name]);
	expect(on('2024-01-01')).toEqual([thanhHoa.name, 'Khu vực miền núi', 'Khu vực miền núi']);
	expect(on('2025-07-01')).toEqual([thanhHoa.name, 'Khu vực miền núi', 'Trạm Quan Hóa']);
	expect(on('2026-01-01')).toEqual([thanhHoa.name, 'Khu vực miền núi', 'Khu vực miền núi']);
	// Entered on the same day anew: what was entered first has covered no day.
	setAreas(db, [{ unitId: unitId('14902'), name: 'Trạm Quan Hóa' }], '2026-01-01');
	expect(on('2026-01-01')[2]).toBe('Trạm Quan Hóa');
	expect(findAreas(db, [unitId('14902'), unitId('38')], '2026-01-01').areas).toEqual([
		thanhHoa,
		{ code: '', name: 'Trạm Quan Hóa' },
	]);
});

test('units that hang in a circle hold nothing up', () => {
	const { hang, areasOf } = province();
	hang('38', '38.VPUB');
	expect(areasOf('38.VPUB')).toHaveLength(1);
});

test('a plan freezes the area of everybody who is of a unit', () => {
	const { db, chairId, delegateId, siteId } = province();
	const guest = insertPerson(db, { name: 'Khách Mời', position: '' });
	const participants = [
		{ id: chairId, roles: ['chair' as const] },
		{ id: delegateId, roles: ['delegate' as const] },
		{ id: guest, roles: ['guest' as const] },
		{ id: siteId('385'), roles: [] },
	];
	const meeting = { title: 'Họp', startsAt: now, plannedMinutes: 60, participants, createdBy: chairId };
	const plan = requirePlan(db, createMeeting(db, meeting, now));
	expect(plan.areas).toEqual([thanhHoa, quanHoa]);
	expect(new Map(plan.participants.map(({ id, area }) => [id, area]))).toEqual(
		new Map([
			[chairId, 0],
			[siteId('385'), 1],
			[delegateId, 1],
			[guest, undefined],
		]),
	);
});
