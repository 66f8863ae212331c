import type { Database } from '#db/client.ts';
import { importProvince } from '#db/org/importer.ts';
import { insertMembership, insertPerson } from '#db/org/people.ts';
import { listSites } from '#db/org/sites.ts';
import { listUnits } from '#db/org/units.ts';

export const smallUnits = `code,name,level,parent_code
14902,UBND xã Nam Tiến,commune,385
38,Tỉnh Thanh Hóa,province,
385,UBND huyện Quan Hóa,district,38
38.VPUB,Văn phòng UBND tỉnh,department,38
`;
export const smallSites = `code,name,unit_code
14902,Điểm cầu xã Nam Tiến,14902
385,Điểm cầu huyện Quan Hóa,385
38.VPUB,Điểm cầu Văn phòng UBND tỉnh,38.VPUB
`;

/** 2026-11-23 09:00 in Vietnam. */
export const now = Date.UTC(2026, 10, 23, 2);
export const today = '2026-11-23';

/** A province of four units, three sites and two people; ids by code and by name. */
export function createSmallProvince(db: Database) {
	const result = importProvince(db, { units: smallUnits, sites: smallSites }, { validFrom: '2020-01-01' });
	if ('errors' in result) throw new Error(JSON.stringify(result.errors));
	const unit = Object.fromEntries(listUnits(db, today).map(({ code, id }) => [code, id]));
	const site = Object.fromEntries(listSites(db, { date: today }).map(({ code, id }) => [code, id]));
	const person = (name: string, position: string, unitCode: string) => {
		const personId = insertPerson(db, { name, position });
		insertMembership(db, { personId, unitId: unit[unitCode] ?? '', title: position, validFrom: '2020-01-01' });
		return personId;
	};
	return {
		unitId: (code: string) => unit[code] ?? '',
		siteId: (code: string) => site[code] ?? '',
		chairId: person('Lê Quang Hòa', 'Chủ tịch UBND tỉnh', '38.VPUB'),
		delegateId: person('Bùi Thị Lan', 'Chủ tịch UBND xã', '14902'),
	};
}
