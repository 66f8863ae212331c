import { majorityOfAllMembers } from '#meeting/rule-set.ts';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inTransaction, type Database } from '../client.ts';
import { createBody } from '../org/bodies.ts';
import { changeUnit } from '../org/change-unit.ts';
import { importProvince, type ImportOptions } from '../org/importer.ts';
import { insertMembership, insertPerson } from '../org/people.ts';
import { listSites, type Site } from '../org/sites.ts';
import { listUnits } from '../org/units.ts';
import { cast, council, memberRoles, type DemoRole } from './cast.ts';

const folder = path.join(import.meta.dirname, 'thanh-hoa');

const validFrom = '2020-01-01';
/** Since that day there are no districts and fewer communes; older meetings keep theirs. */
const reform = '2025-07-01';

export interface DemoProvince {
	/** person's id by role */
	readonly people: ReadonlyMap<DemoRole, string>;
	readonly sites: readonly Site[];
	readonly bodyId: string;
}

/** Thanh Hóa's 599 units and 320 sites until July 2025, its 187 units and 186 sites since, the people of the demo, and their bodies. */
export function createProvince(db: Database, date: string): DemoProvince {
	return inTransaction(db, () => {
		importLists(db, { units: 'units.csv', sites: 'sites.csv' }, { validFrom });
		const before = idsByCode(db, validFrom);
		importLists(
			db,
			{ units: 'units-2025-minh-hoa.csv', sites: 'sites-2025-minh-hoa.csv' },
			{ validFrom: reform, complete: true },
		);
		const since = idsByCode(db, date);
		const people = new Map<DemoRole, string>();
		for (const { role, name, position, unitCode, unitCodeBefore } of cast) {
			const personId = insertPerson(db, { name, position });
			const unitId = requireId(since, unitCode);
			const first = unitCodeBefore === undefined ? unitId : requireId(before, unitCodeBefore);
			insertMembership(db, { personId, unitId: first, title: position, validFrom });
			if (first !== unitId) changeUnit(db, { personId, unitId, title: position, from: reform });
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
			unitId: requireId(since, '38'),
			name: 'UBND tỉnh Thanh Hóa',
			kind: 'ubnd',
			seats: members.length,
			ruleSet: majorityOfAllMembers,
			members,
		});
		createCouncil(db, since);
		return { people, sites: listSites(db, { date }), bodyId };
	});
}

function importLists(db: Database, names: { units: string; sites: string }, options: ImportOptions): void {
	const read = (name: string) => readFileSync(path.join(folder, name));
	const result = importProvince(db, { units: read(names.units), sites: read(names.sites) }, options);
	if ('errors' in result) throw new Error(`the demo province is faulty: ${JSON.stringify(result.errors[0])}`);
}

const idsByCode = (db: Database, date: string) => new Map(listUnits(db, date).map((unit) => [unit.code, unit.id]));

/** Elected in 2026: its members have no accounts. */
function createCouncil(db: Database, units: ReadonlyMap<string, string>): void {
	const since = '2026-03-15';
	const members = council.map(({ name, position, unitCode }, index) => {
		const personId = insertPerson(db, { name, position });
		insertMembership(db, { personId, unitId: requireId(units, unitCode), title: position, validFrom: reform });
		return { personId, position, validFrom: since, isHead: index === 0 };
	});
	createBody(db, {
		unitId: requireId(units, '38'),
		name: 'HĐND tỉnh Thanh Hóa',
		kind: 'hdnd',
		validFrom: since,
		seats: members.length,
		ruleSet: { ...majorityOfAllMembers, tie: 'fails' },
		members,
	});
}

export function requireId<Key extends string>(ids: ReadonlyMap<Key, string>, key: Key): string {
	const id = ids.get(key);
	if (id === undefined) throw new Error(`the demo misses ${key}`);
	return id;
}
