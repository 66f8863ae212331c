import { importProvince } from '#db/org/importer.ts';
import { insertPerson } from '#db/org/people.ts';
import { listEnded, listSites } from '#db/org/sites.ts';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../temporary-database.ts';

const province = (...sites: string[]) => ({
	units: 'code,name,level,parent_code\n1,Tỉnh,province,\n',
	sites: ['code,name,unit_code', ...sites.map((code) => `${code},Phòng ${code},1`)].join('\n'),
});

test('of those who are asked for the sites that are no more are named: neither people, nor what lasts, nor anybody else’s', () => {
	const db = temporaryDatabase();
	importProvince(db, province('A', 'B', 'C'), { validFrom: '2020-01-01' });
	const [lasting = '', ended = '', elsewhere = ''] = listSites(db, { date: '2020-01-01' }).map(({ id }) => id);
	importProvince(db, province('A'), { validFrom: '2025-07-01', complete: true });
	const asked = [lasting, ended, insertPerson(db, { name: 'Lan', position: '' })];
	expect(listEnded(db, asked, '2025-07-01')).toEqual([ended]);
	expect(listEnded(db, asked, '2025-06-30')).toEqual([]);
	expect(listEnded(db, [elsewhere, elsewhere], '2026-01-01')).toEqual([elsewhere]);
	expect(listEnded(db, [], '2026-01-01')).toEqual([]);
});
