import { createMeeting } from '#db/meetings/meetings.ts';
import { requirePlan } from '#db/meetings/read-meeting.ts';
import { findAreas } from '#db/org/areas.ts';
import { insertPerson } from '#db/org/people.ts';
import { unitParents } from '#db/schema/org.ts';
import { eq } from 'drizzle-orm';
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
	return { db, ...units, areasOf };
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
	const { db, unitId, areasOf } = province();
	db.orm
		.update(unitParents)
		.set({ parentId: unitId('38') })
		.where(eq(unitParents.unitId, unitId('14902')))
		.run();
	expect(areasOf('14902', '38.VPUB')).toEqual([thanhHoa, thanhHoa]);
});

test('units that hang in a circle hold nothing up', () => {
	const { db, unitId, areasOf } = province();
	db.orm
		.insert(unitParents)
		.values({ unitId: unitId('38'), parentId: unitId('38.VPUB'), validFrom: '2020-01-01' })
		.run();
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
