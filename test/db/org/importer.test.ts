import { openScratch } from '#db/client.ts';
import { importProvince, type ImportResult } from '#db/org/importer.ts';
import { listSites } from '#db/org/sites.ts';
import { listUnits, readUnitTree, type UnitNode } from '#db/org/units.ts';
import { units } from '#db/schema/org.ts';
import { count } from 'drizzle-orm';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSmallProvince, smallSites, smallUnits, today } from '../small-province.ts';
import { largeProvince } from '#test/support/large-province.ts';
import { temporaryDatabase, temporaryFolder } from '../temporary-database.ts';

const validFrom = '2020-01-01';
const thanhHoa = path.resolve(import.meta.dirname, '../../../db/demo/thanh-hoa');

const places = (result: ImportResult) =>
	'errors' in result
		? result.errors.map((error) => `${error.file}:${error.line}:${error.column}:${error.code}:${error.value}`)
		: [];

test('imports Thanh Hóa: 599 units in their tree, 320 sites in administrative order', () => {
	const db = temporaryDatabase();
	const files = {
		units: readFileSync(path.join(thanhHoa, 'units.csv')),
		sites: readFileSync(path.join(thanhHoa, 'sites.csv')),
	};
	expect(importProvince(db, files, { validFrom })).toEqual({ units: 599, sites: 320 });
	const tree = readUnitTree(db, today);
	expect(tree.map((unit) => unit.name)).toEqual(['Tỉnh Thanh Hóa']);
	expect(tree[0]?.children.length).toBe(4 + 8 + 27);
	expect(tree[0]?.children.find((unit) => unit.code === '385')?.children.some((unit) => unit.code === '14902')).toBe(
		true,
	);
	const sites = listSites(db, { date: today });
	expect(sites.length).toBe(320);
	expect(sites.slice(0, 2).map((site) => site.code)).toEqual(['38.SGTVT', '38.STNMT']);
	expect(sites.findIndex((site) => site.code === '380')).toBe(12);
	expect(listUnits(db, '2019-12-31')).toEqual([]);
});

test('parents may come after children; BOM, CRLF, quotes, semicolons, any column order and composed letters are read', () => {
	const db = temporaryDatabase();
	const unitsCsv =
		'\ufeffname;code;parent_code;level\r\n"Xã ""Nam; Tiến""";014;38;commune\r\n\r\nTỉnh;38;;province\r\n'.normalize(
			'NFD',
		);
	const result = importProvince(
		db,
		{ units: Buffer.from(unitsCsv), sites: 'code,name,unit_code\nA,"Phòng 1, tầng 2",014\n' },
		{ validFrom },
	);
	expect(result).toEqual({ units: 2, sites: 1 });
	expect(listUnits(db, today).map((unit) => [unit.code, unit.name])).toEqual([
		['38', 'Tỉnh'],
		['014', 'Xã "Nam; Tiến"'.normalize('NFC')],
	]);
	expect(listSites(db, { date: today })[0]).toMatchObject({ name: 'Phòng 1, tầng 2', unitCode: '014' });
});

describe('reports every bad row and imports nothing', () => {
	const run = (unitsCsv: string | Buffer, sitesCsv: string | Buffer = smallSites) => {
		const db = temporaryDatabase();
		const result = importProvince(db, { units: unitsCsv, sites: sitesCsv }, { validFrom });
		expect(db.orm.select({ rows: count() }).from(units).get()).toEqual({ rows: 0 });
		return places(result);
	};

	test('in the rows', () => {
		const long = 'x'.repeat(201);
		const unitsCsv = `code,name,level,parent_code
38,Tỉnh,province,
1,,commune,38
1,Xã,comune,99
,Xã,commune,38
2,${long},commune,38
3 4,Xã,commune,38
${'5'.repeat(51)},Xã,commune,38
6,Xã
7,"Xã,commune,38
8,Xã,commune,9
9,Xã,commune,8
10,Xã,commune,10
11,A\u0007B,commune,38
`;
		expect(run(unitsCsv, 'code,name,unit_code\nA,Phòng,38\nA,,77\nB,Phòng,\n')).toEqual([
			'units:3:name:name-empty:',
			'units:4:code:code-twice:1',
			'units:4:level:level-unknown:comune',
			'units:4:parent_code:parent-unknown:99',
			'units:5:code:code-empty:',
			`units:6:name:name-too-long:${'x'.repeat(200)}`,
			'units:7:code:code-invalid:3 4',
			`units:8:code:code-too-long:${'5'.repeat(51)}`,
			'units:9::cell-count:2',
			'units:10::csv-syntax:7,"Xã,commune,38',
			'units:11:parent_code:parent-cycle:9',
			'units:12:parent_code:parent-cycle:8',
			'units:13:parent_code:parent-cycle:10',
			'units:14:name:control-character:A\u0007B',
			'sites:3:code:code-twice:A',
			'sites:3:name:name-empty:',
			'sites:3:unit_code:unit-unknown:77',
			'sites:4:unit_code:unit-unknown:',
		]);
	});

	test('in the columns, and of files without rows', () => {
		expect(run('ma,name,level,parent_code,name\n1,X,commune,,\n')).toEqual([
			'units:1:code:column-missing:',
			'units:1:ma:column-unknown:ma',
			'units:1:name:column-twice:name',
		]);
		expect(run(smallUnits, '')).toEqual(['sites:1::file-without-rows:']);
		expect(run('code,name,level,parent_code\n')).toContain('units:1::file-without-rows:');
	});

	test('in the encoding, with the lines', () => {
		const windows = Buffer.concat([
			Buffer.from('code,name,level,parent_code\n38,T'),
			Buffer.from([0xec]),
			Buffer.from('nh,province,\n1,Xã,commune,77\n'),
		]);
		expect(run(windows, 'code,name,unit_code\nA,Phòng,1\n')).toEqual([
			'units:2::not-utf-8:',
			'units:3:parent_code:parent-unknown:77',
		]);
	});
});

test('a second import renames and moves from its day on; before, the older tree stands', () => {
	const db = temporaryDatabase();
	createSmallProvince(db);
	const moved = 'code,name,level,parent_code\n14902,Xã Nam Tiến mới,commune,38\n';
	const site = 'code,name,unit_code\n14902,Điểm cầu mới,14902\n';
	expect(importProvince(db, { units: moved, sites: site }, { validFrom: '2025-07-01' })).toEqual({
		units: 1,
		sites: 1,
	});
	const parentOf = (date: string) => {
		const all = listUnits(db, date);
		return all.find((unit) => unit.id === all.find((each) => each.code === '14902')?.parentId)?.code;
	};
	expect([parentOf('2025-06-30'), parentOf('2025-07-01')]).toEqual(['385', '38']);
	const namesOn = (date: string) => [
		listUnits(db, date).find((each) => each.code === '14902')?.name,
		listSites(db, { date }).find((each) => each.code === '14902')?.name,
	];
	expect(namesOn('2025-06-30')).toEqual(['UBND xã Nam Tiến', 'Điểm cầu xã Nam Tiến']);
	expect(namesOn('2025-07-01')).toEqual(['Xã Nam Tiến mới', 'Điểm cầu mới']);
	expect(places(importProvince(db, { units: smallUnits, sites: smallSites }, { validFrom: '2021-01-01' }))).toEqual([
		'units:2:code:code-newer:14902',
		'sites:2:code:code-newer:14902',
	]);
	// A cycle with a unit that only the database holds.
	const cycle = 'code,name,level,parent_code\n38,Tỉnh,province,385\n';
	expect(places(importProvince(db, { units: cycle, sites: site }, { validFrom: '2026-01-01' }))).toEqual([
		'units:2:parent_code:parent-cycle:385',
	]);
});

test('children may stand before their parents, however deep', () => {
	const db = temporaryDatabase();
	const { units, sites } = largeProvince(1000);
	expect(importProvince(db, { units, sites }, { validFrom })).toEqual({ units: 1000, sites: 1 });
});

test('any tree comes back as it was written, in whatever order its rows stand', () => {
	const name = fc
		.string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
		.map((text) =>
			text
				.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/gu, '')
				.normalize('NFC')
				.trim(),
		)
		.filter((text) => text !== '' && text.length <= 200);
	const node = fc.record({ name, parent: fc.nat(), order: fc.nat() });
	const quoted = (text: string) => `"${text.replace(/"/g, '""')}"`;
	fc.assert(
		fc.property(fc.array(node, { minLength: 1, maxLength: 40 }), (nodes) => {
			// In memory: to make each on the disk took longer than all else.
			const db = openScratch();
			const parentOf = (index: number) => (index === 0 ? null : (nodes[index]?.parent ?? 0) % index);
			const rows = nodes.map((each, index) => ({
				order: each.order,
				row: `c${index},${quoted(each.name)},other,${index === 0 ? '' : `c${parentOf(index)}`}`,
			}));
			rows.sort((a, b) => a.order - b.order);
			const unitsCsv = ['code,name,level,parent_code', ...rows.map((each) => each.row)].join('\r\n');
			const result = importProvince(
				db,
				{ units: Buffer.from(unitsCsv), sites: 'code,name,unit_code\nA,Phòng,c0\n' },
				{ validFrom },
			);
			expect(result).toEqual({ units: nodes.length, sites: 1 });
			const found = new Map<string, { name: string; parent: string | null }>();
			const walk = (unit: UnitNode, parent: string | null) => {
				found.set(unit.code, { name: unit.name, parent });
				for (const child of unit.children) walk(child, unit.code);
			};
			for (const root of readUnitTree(db, today)) walk(root, null);
			expect(found).toEqual(
				new Map(
					nodes.map((each, index) => [
						`c${index}`,
						{ name: each.name, parent: index === 0 ? null : `c${parentOf(index)}` },
					]),
				),
			);
			db.close();
		}),
		{ numRuns: 25 },
	);
});

test('the command imports, and prints each bad row with its place', () => {
	const folder = temporaryFolder();
	const files = { units: path.join(folder, 'units.csv'), sites: path.join(folder, 'sites.csv') };
	writeFileSync(files.units, smallUnits);
	writeFileSync(files.sites, smallSites);
	const command = path.resolve(import.meta.dirname, '../../../app/import.ts');
	const run = (...options: string[]) =>
		execFileSync(process.execPath, [command, files.units, files.sites, ...options], {
			env: { ...process.env, DATA_DIR: folder },
			encoding: 'utf8',
			stdio: 'pipe',
		});
	expect(run()).toBe('4 units, 3 sites\n');
	const complete = ['--valid-from', '2030-01-01', '--complete'];
	writeFileSync(files.units, smallUnits.replace('14902,', '014902,'));
	writeFileSync(files.sites, smallSites.replace('Nam Tiến,14902', 'Nam Tiến,014902'));
	expect(run(...complete, '--dry-run')).toContain('units ended: 14902 UBND xã Nam Tiến < UBND huyện Quan Hóa\n');
	expect(() => run(...complete)).toThrow(
		expect.objectContaining({ status: 1, stderr: expect.stringContaining('leading-zeros: 014902') as string }),
	);
	writeFileSync(files.sites, 'code,name,unit_code\nA,Phòng,77\n');
	expect(run).toThrow(
		expect.objectContaining({
			status: 1,
			stderr: `${files.sites}:2: unit_code: unit-unknown: 77\nunit-unknown: No unit has this code.\n1 faults; nothing was imported\n`,
		}),
	);
	// A file of another kind: where, and one sentence of what it is and what to do, the page's own.
	writeFileSync(files.units, `\ufeff${smallUnits}`, 'utf16le');
	const sentence = "utf-16: The file is UTF-16 (Excel's “Unicode Text”). Save it as “CSV UTF-8”.";
	expect(run).toThrow(
		expect.objectContaining({
			status: 1,
			stderr: `${files.units}:1: utf-16\n${sentence}\n1 faults; nothing was imported\n`,
		}),
	);
}, 90_000);
