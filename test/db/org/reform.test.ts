import { createMeeting } from '#db/meetings/meetings.ts';
import { inTransaction, type Database } from '#db/client.ts';
import { applyPlan } from '#db/org/apply-plan.ts';
import { createBody } from '#db/org/bodies.ts';
import { describePlan, type ImportPreview, type LineKind } from '#db/org/import-preview.ts';
import { importProvince, planImport, type ProvinceFiles } from '#db/org/importer.ts';
import { insertMembership, insertPerson, searchPeople } from '#db/org/people.ts';
import { listSites } from '#db/org/sites.ts';
import { listUnits, readUnitTree } from '#db/org/units.ts';
import { unitSuccessions } from '#db/schema/org.ts';
import { majorityOfAllMembers } from '#meeting/rule-set.ts';
import { requirePlan } from '#test/support/require-plan.ts';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDatabase } from '../temporary-database.ts';

const folder = path.resolve(import.meta.dirname, '../../../db/demo/thanh-hoa');
const read = (units: string, sites: string): ProvinceFiles => ({
	units: readFileSync(path.join(folder, units)),
	sites: readFileSync(path.join(folder, sites)),
});
const before2025 = read('units.csv', 'sites.csv');
/** A list of our own, made to illustrate ("minh hoạ"): not the official one. */
const after2025 = read('units-2025-minh-hoa.csv', 'sites-2025-minh-hoa.csv');

const reform = '2025-07-01';
const eve = '2025-06-30';

function preview(db: Database, files: ProvinceFiles, validFrom = reform): ImportPreview {
	const plan = planImport(db, files, { validFrom, complete: true });
	if ('errors' in plan) throw new Error(JSON.stringify(plan.errors.slice(0, 5)));
	return describePlan(db, plan);
}

const countKind = ({ lines }: ImportPreview, file: string, kind: LineKind) =>
	lines.filter((line) => line.file === file && line.kinds.includes(kind)).length;

const namedOn = (db: Database, date: string, code: string) =>
	listUnits(db, date).find((unit) => unit.code === code)?.name;

describe('Thanh Hóa before and after 1 July 2025', () => {
	function thanhHoa() {
		const db = temporaryDatabase();
		expect(importProvince(db, before2025, { validFrom: '2020-01-01' })).toEqual({ units: 599, sites: 320 });
		return db;
	}

	test('the dry run says what begins, is renamed, moves and ends, and changes nothing', () => {
		const db = thanhHoa();
		const shown = preview(db, after2025);
		expect(shown.suspicions).toEqual([]);
		const counts = (file: string) =>
			(['added', 'renamed', 'moved', 'ended'] as const).map((kind) => countKind(shown, file, kind));
		const [added, , moved, ended] = counts('units');
		// Nine departments that are new, and two Party bodies; every commune that is left hangs under the province.
		expect([added, moved, ended]).toEqual([11, 165, 27 + (559 - 165) + 2]);
		const khcn = shown.lines.find((line) => line.after?.code === '38.SKHCN');
		expect(khcn).toMatchObject({ kinds: ['renamed'], before: { code: '38.STTTT' } });
		expect(shown.successions).toContainEqual({
			kind: 'split',
			from: '38.D08 Đảng ủy Khối cơ quan và doanh nghiệp tỉnh',
			to: '38.D10 Đảng ủy UBND tỉnh',
		});
		expect(listUnits(db, reform)).toHaveLength(599);
		expect(preview(db, after2025).fingerprint).toBe(shown.fingerprint);
	});

	test('each day has its own tree: no district after it, none of its new names before it', () => {
		const db = thanhHoa();
		importProvince(db, after2025, { validFrom: reform, complete: true });
		const levels = (date: string) =>
			Object.entries(Object.groupBy(listUnits(db, date), (unit) => unit.level)).map(([level, units]) => [
				level,
				units.length,
			]);
		expect(levels(eve)).toEqual([
			['province', 1],
			['department', 4],
			['party', 8],
			['district', 27],
			['commune', 559],
		]);
		expect(levels(reform)).toEqual([
			['province', 1],
			['department', 13],
			['party', 8],
			['commune', 165],
		]);
		expect(readUnitTree(db, reform)[0]?.children).toHaveLength(13 + 8 + 165);
		expect([namedOn(db, eve, '14869'), namedOn(db, reform, '14869')]).toEqual([
			'UBND thị trấn Hồi Xuân',
			'UBND xã Hồi Xuân',
		]);
		expect([listSites(db, { date: eve }).length, listSites(db, { date: reform }).length]).toEqual([320, 13 + 8 + 165]);
		// What is entered twice changes nothing more.
		expect(preview(db, after2025).lines).toEqual([]);
		expect(preview(db, after2025, '2027-01-01')).toMatchObject({ lines: [], successions: [] });
	});

	test('meetings of both years show their own tree, with the areas of their day', () => {
		const db = thanhHoa();
		const unitOf = (date: string, code: string) => listUnits(db, date).find((unit) => unit.code === code)?.id ?? '';
		const [district, commune] = ['385', '14869'].map((code) => unitOf(eve, code));
		const person = (unitId = '', name = '') => {
			const id = insertPerson(db, { name, position: '' });
			insertMembership(db, { personId: id, unitId, title: 'Chủ tịch', validFrom: '2021-01-01' });
			return id;
		};
		const [chair, delegate] = [person(district, 'Bà Huyện'), person(commune, 'Ông Xã')];
		const meet = (startsAt: number) =>
			createMeeting(
				db,
				{
					title: 'Họp',
					startsAt,
					plannedMinutes: 60,
					participants: [
						{ id: chair, roles: ['chair'] },
						{ id: delegate, roles: ['delegate'] },
					],
					unitIds: [commune ?? ''],
					createdBy: chair,
				},
				0,
			);
		const old = meet(Date.UTC(2024, 5, 3, 1));
		importProvince(db, after2025, { validFrom: reform, complete: true });
		const recent = meet(Date.UTC(2026, 5, 3, 1));
		const shownIn = (id: string) => {
			const plan = requirePlan(db, id);
			return plan.participants.map(({ name, unitName, area }) => [name, unitName, plan.areas?.[area ?? -1]?.name]);
		};
		expect(shownIn(old)).toEqual([
			['Bà Huyện', 'UBND huyện Quan Hóa', 'UBND huyện Quan Hóa'],
			['Ông Xã', 'UBND thị trấn Hồi Xuân', 'UBND huyện Quan Hóa'],
			['Điểm cầu UBND thị trấn Hồi Xuân', 'UBND thị trấn Hồi Xuân', 'UBND huyện Quan Hóa'],
		]);
		const now = shownIn(recent);
		expect(now).toContainEqual(['Ông Xã', 'UBND xã Hồi Xuân', 'Khu vực Quan Hóa']);
		expect(now).toContainEqual(['Điểm cầu xã Hồi Xuân', 'UBND xã Hồi Xuân', 'Khu vực Quan Hóa']);
	});
});

describe('Cà Mau and Bạc Liêu become one province', () => {
	const units2024 = `code,name,level,parent_code
95,Tỉnh Bạc Liêu,province,
95.STC,Sở Tài chính tỉnh Bạc Liêu,department,95
959,UBND thị xã Giá Rai,district,95
31942,UBND phường 1,commune,959
31945,UBND phường Hộ Phòng,commune,959
96,Tỉnh Cà Mau,province,
96.STC,Sở Tài chính tỉnh Cà Mau,department,96
973,UBND huyện Năm Căn,district,96
32191,UBND thị trấn Năm Căn,commune,973
`;
	const sites2024 = `code,name,unit_code
95.STC,Điểm cầu Sở Tài chính Bạc Liêu,95.STC
96.STC,Điểm cầu Sở Tài chính Cà Mau,96.STC
32191,Điểm cầu Năm Căn,32191
`;
	const units2025 = `code,name,level,parent_code,replaces
96,Tỉnh Cà Mau,province,,95
96.STC,Sở Tài chính tỉnh Cà Mau,department,96,95.STC
31942,UBND phường Giá Rai,commune,96,31945
32191,UBND xã Năm Căn,commune,96,
`;
	const sites2025 = `code,name,unit_code
95.STC,"Điểm cầu Sở Tài chính, cơ sở 2",96.STC
96.STC,Điểm cầu Sở Tài chính,96.STC
32191,Điểm cầu Năm Căn,32191
`;
	const oneProvince = { units: units2025, sites: sites2025 };

	function bothProvinces() {
		const db = temporaryDatabase();
		importProvince(db, { units: units2024, sites: sites2024 }, { validFrom: '2021-01-01' });
		const idOf = (code: string) => listUnits(db, eve).find((unit) => unit.code === code)?.id ?? '';
		const person = (name: string, code: string) => {
			const id = insertPerson(db, { name, position: '' });
			insertMembership(db, { personId: id, unitId: idOf(code), title: 'Chuyên viên', validFrom: '2022-01-01' });
			return id;
		};
		person('Người Sở', '95.STC');
		person('Người Huyện', '959');
		createBody(db, {
			unitId: idOf('95'),
			name: 'HĐND tỉnh Bạc Liêu',
			kind: 'hdnd',
			seats: 50,
			ruleSet: majorityOfAllMembers,
			members: [],
		});
		return { db, idOf };
	}

	test('who merged into whom is kept, rooms go along, and people follow the one unit that carries theirs on', () => {
		const { db, idOf } = bothProvinces();
		const shown = preview(db, oneProvince);
		expect(shown.successions).toEqual([
			{ kind: 'merged', from: '95 Tỉnh Bạc Liêu', to: '96 Tỉnh Cà Mau' },
			{ kind: 'merged', from: '95.STC Sở Tài chính tỉnh Bạc Liêu', to: '96.STC Sở Tài chính tỉnh Cà Mau' },
			{ kind: 'merged', from: '31945 UBND phường Hộ Phòng', to: '31942 UBND phường Giá Rai' },
		]);
		expect([shown.people, shown.bodies]).toEqual([{ moved: 1, left: 1 }, ['HĐND tỉnh Bạc Liêu']]);
		importProvince(db, oneProvince, { validFrom: reform, complete: true });
		const roots = (date: string) => readUnitTree(db, date).map((unit) => unit.name);
		expect([roots(eve), roots(reform)]).toEqual([['Tỉnh Bạc Liêu', 'Tỉnh Cà Mau'], ['Tỉnh Cà Mau']]);
		expect(listSites(db, { date: reform }).map(({ code, unitName }) => [code, unitName])).toEqual([
			['95.STC', 'Sở Tài chính tỉnh Cà Mau'],
			['96.STC', 'Sở Tài chính tỉnh Cà Mau'],
			['32191', 'UBND xã Năm Căn'],
		]);
		const people = (date: string) =>
			searchPeople(db, { text: '', date }).map(({ name, unitName }) => `${name}: ${unitName}`);
		expect(people(eve)).toEqual(['Người Huyện: UBND thị xã Giá Rai', 'Người Sở: Sở Tài chính tỉnh Bạc Liêu']);
		// Nobody carries the district on: its people keep its name until they are given another unit.
		expect(people(reform)).toEqual(['Người Huyện: UBND thị xã Giá Rai', 'Người Sở: Sở Tài chính tỉnh Cà Mau']);
		expect(db.orm.select().from(unitSuccessions).all()).toContainEqual({
			unitId: idOf('95'),
			successorId: idOf('96'),
			kind: 'merged',
			day: reform,
		});
	});

	test('an import that fails half-way leaves nothing of it', () => {
		const { db } = bothProvinces();
		expect(() =>
			inTransaction(db, () => {
				const plan = planImport(db, oneProvince, { validFrom: reform, complete: true });
				if ('errors' in plan) throw new Error('faulty');
				applyPlan(db, { ...plan, successions: [{ unitId: 'x', successorId: 'y', kind: 'merged' }] });
			}),
		).toThrow('FOREIGN KEY');
		expect(readUnitTree(db, reform)).toHaveLength(2);
		expect(db.orm.select().from(unitSuccessions).all()).toEqual([]);
	});

	test('what was entered by mistake and mended on the same day leaves no seam', () => {
		const { db } = bothProvinces();
		const was = listUnits(db, reform);
		importProvince(db, oneProvince, { validFrom: reform, complete: true });
		importProvince(db, { units: units2024, sites: sites2024 }, { validFrom: reform, complete: true });
		expect(listUnits(db, '2026-01-01')).toEqual(was);
		const seams = db.sqlite.prepare("SELECT count(*) FROM unit_periods WHERE valid_from = '2025-07-01'").pluck().get();
		expect(seams).toBe(0);
	});

	test('a name that comes back under another code, and codes that differ by leading zeros, are suspicious', () => {
		const { db } = bothProvinces();
		const slips = units2025
			.replace('31942,UBND phường Giá Rai', '031942,UBND phường Giá Rai')
			.replace('32191,UBND xã Năm Căn', '99999,UBND thị trấn Năm Căn');
		const { suspicions } = preview(db, { units: slips, sites: sites2025.replace('Năm Căn,32191', 'Năm Căn,99999') });
		expect(suspicions.map(({ line, code, row, other }) => [line, code, row.code, other.code])).toEqual([
			[4, 'leading-zeros', '031942', '31942'],
			[5, 'same-name', '99999', '32191'],
		]);
		// Of two new codes that are alike one is told of, and once.
		const twins = `${oneProvince.units}02,Sở Y tế,department,96,\n002,Sở Nội vụ,department,96,\n`;
		expect(
			preview(db, { ...oneProvince, units: twins }).suspicions.map(({ row, other }) => [row.code, other.code]),
		).toEqual([['002', '02']]);
	});

	test('what the files do not say is refused: later changes, whoever hangs on what ends, whom nobody knows', () => {
		const { db } = bothProvinces();
		const faults = (files: ProvinceFiles, validFrom: string, complete: boolean) => {
			const plan = planImport(db, files, { validFrom, complete });
			return 'errors' in plan
				? plan.errors.map(({ file, line, code, value }) => `${file}:${line}:${code}:${value}`)
				: [];
		};
		const partial = 'code,name,level,parent_code,replaces\n96.STC,Sở Tài chính,department,96,959 95.STC 7777\n';
		const room = 'code,name,unit_code\n32191,Điểm cầu Năm Căn,32191\n';
		expect(faults({ units: partial, sites: room }, reform, false)).toEqual(['units:2:replaces-unknown:7777']);
		expect(faults({ units: partial.replace(' 7777', ''), sites: room }, reform, false)).toEqual([
			'units:2:children-left:31942',
			'units:2:children-left:31945',
			'units:2:sites-left:95.STC',
		]);
		importProvince(db, oneProvince, { validFrom: reform, complete: true });
		expect(faults(oneProvince, '2025-01-01', true)).toEqual([
			`units:1:later-changes:${reform}`,
			`sites:1:later-changes:${reform}`,
		]);
	});
});

test('a file of another kind has one fault, whatever stands in it', () => {
	const db = temporaryDatabase();
	const places = (units: string | Buffer) => {
		const plan = planImport(db, { units, sites: 'code,name,unit_code\nA,Phòng,1\n' }, { validFrom: reform });
		return 'errors' in plan ? plan.errors.map(({ file, line, code }) => `${file}:${line}:${code}`) : [];
	};
	const table = 'code,name,level,parent_code\n1,Tỉnh,province,\n2,Xã,commune,1\n';
	expect(places(Buffer.from(`\ufeff${table}`, 'utf16le'))).toEqual(['units:1:utf-16']);
	expect(places(Buffer.from(table, 'utf16le').swap16())).toEqual(['units:1:utf-16']);
	expect(places(`sep=,\n${table}`)).toEqual(['units:1:sep-line']);
	expect(places(table.replaceAll(',', '\t'))).toEqual(['units:1:tab-separated']);
	expect(places(table.replaceAll('\n', ',,,\n'))).toEqual(['units:1:column-empty']);
	expect(places(table)).toEqual([]);
});
