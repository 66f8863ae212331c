import { majorityOfAllMembers } from '#meeting/rule-set.ts';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inTransaction, type Database } from '../client.ts';
import { createBody } from '../org/bodies.ts';
import { importProvince } from '../org/importer.ts';
import { insertMembership, insertPerson } from '../org/people.ts';
import { listSites, type Site } from '../org/sites.ts';
import { listUnits } from '../org/units.ts';
import { cast, memberRoles, type DemoRole } from './cast.ts';

const folder = path.join(import.meta.dirname, 'thanh-hoa');

/** Districts were abolished in 2025; the demo shows a province that still has them. */
const validFrom = '2020-01-01';

export interface DemoProvince {
	/** person's id by role */
	readonly people: ReadonlyMap<DemoRole, string>;
	readonly sites: readonly Site[];
	readonly bodyId: string;
}

/** The 599 units and 320 sites of Thanh Hóa, the people of the demo, and the body they form. */
export function createProvince(db: Database, date: string): DemoProvince {
	return inTransaction(db, () => {
		const files = {
			units: readFileSync(path.join(folder, 'units.csv')),
			sites: readFileSync(path.join(folder, 'sites.csv')),
		};
		const result = importProvince(db, files, { validFrom });
		if ('errors' in result) throw new Error(`the demo province is faulty: ${JSON.stringify(result.errors[0])}`);
		const unitIds = new Map(listUnits(db, date).map((unit) => [unit.code, unit.id]));
		const unitId = (code: string) => requireId(unitIds, code);
		const people = new Map<DemoRole, string>();
		for (const { role, name, position, unitCode } of cast) {
			const personId = insertPerson(db, { name, position });
			insertMembership(db, { personId, unitId: unitId(unitCode), title: position, validFrom });
			people.set(role, personId);
		}
		const members = cast
			.filter(({ role }) => memberRoles.includes(role))
			.map(({ role, position }) => ({
				personId: requireId(people, role),
				position,
				validFrom,
				isHead: role === 'chair',
			}));
		const bodyId = createBody(db, {
			unitId: unitId('38'),
			name: 'UBND tỉnh Thanh Hóa',
			kind: 'ubnd',
			seats: members.length,
			ruleSet: majorityOfAllMembers,
			members,
		});
		return { people, sites: listSites(db, { date }), bodyId };
	});
}

export function requireId<Key extends string>(ids: ReadonlyMap<Key, string>, key: Key): string {
	const id = ids.get(key);
	if (id === undefined) throw new Error(`the demo misses ${key}`);
	return id;
}
