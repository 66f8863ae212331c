import { listAudit } from '#db/audit/audit.ts';
import { dateOf } from '#db/calendar.ts';
import { listUnits } from '#db/org/units.ts';
import { readShown } from '#lib/admin/org/read-shown.ts';
import { provideServices, services } from '#live/services.ts';
import type { TaskName, Work } from '#live/work-pool.ts';
import { sameThread } from '#test/support/same-thread.ts';
import { beforeEach, expect, test } from 'vitest';
import { load as loadTree } from '../../../app/src/routes/admin/org/+page.server.ts';
import { load as loadUnit } from '../../../app/src/routes/admin/org/[id]/+page.server.ts';
import { actions } from '../../../app/src/routes/admin/org/import/+page.server.ts';
import { eventOf, startAdministration } from './administration.ts';

let place: Awaited<ReturnType<typeof startAdministration>>;
beforeEach(async () => void (place = await startAdministration()));

const reform = '2025-07-01';
/** The district is gone, its commune hangs under the province and has a new name. */
const units = `code,name,level,parent_code,replaces,area
38,Tỉnh Thanh Hóa,province,,,
38.VPUB,Văn phòng UBND tỉnh,department,38,,
14902,UBND xã Nam Xuân,commune,38,385,Khu vực Quan Hóa
`;
const sites = 'code,name,unit_code\n14902,Điểm cầu xã Nam Xuân,14902\n385,Điểm cầu cơ sở 2,14902\n';

const send = (name: keyof typeof actions, fields: Record<string, string> = {}, files = { units, sites }) =>
	actions[name](
		eventOf(place.admin, {
			units: new Blob([files.units]),
			sites: new Blob([files.sites]),
			validFrom: reform,
			complete: 'on',
			...fields,
		}),
	);
const refused = (code: string) => expect.objectContaining({ status: 400, data: { code } });
const preview = async (files = { units, sites }) => {
	const { shown } = (await send('preview', {}, files)) as { shown: Uint8Array };
	return readShown(shown);
};
const names = (day: string) => listUnits(place.db, day).map(({ name }) => name);

test('an import is shown first; what is applied is what was shown, and it is in the audit', async () => {
	const before = names(reform);
	const { preview: shown } = await preview();
	expect(
		shown?.lines.map(({ file, kinds, before: was, after }) => [file, kinds.join('+'), (after ?? was)?.code]),
	).toEqual([
		['units', 'renamed+moved', '14902'],
		['units', 'ended', '385'],
		['sites', 'renamed', '14902'],
		['sites', 'renamed+moved', '385'],
		['sites', 'ended', '38.VPUB'],
	]);
	expect(names(reform)).toEqual(before);
	expect(place.revised).toEqual([]);
	expect(await send('apply', { fingerprint: 'another' })).toEqual(refused('import-changed'));
	expect(await send('apply', { fingerprint: shown?.fingerprint ?? '' })).toEqual({
		done: true,
		applied: { units: 3, sites: 2 },
	});
	expect([names('2025-06-30'), names(reform)]).toEqual([
		before,
		['Tỉnh Thanh Hóa', 'Văn phòng UBND tỉnh', 'UBND xã Nam Xuân'],
	]);
	// Running meetings look whether it concerns them.
	expect(place.revised).toEqual(['all']);
	expect(listAudit(place.db)[0]).toMatchObject({
		action: 'import-province',
		detail: { validFrom: reform, complete: true, units: 3, sites: 2, changes: 5 },
	});
	// Applied twice, it is no longer what was shown.
	expect(await send('apply', { fingerprint: shown?.fingerprint ?? '' })).toEqual(refused('import-changed'));
});

test('what was planned on units that somebody has changed meanwhile is not written', async () => {
	const { preview: shown } = await preview();
	const planned = Promise.withResolvers<void>();
	let plans = 0;
	// Neither goes on before both are planned.
	const work: Work = {
		async run<Result>(task: TaskName, input: unknown) {
			const done = await sameThread(place.db).run<Result>(task, input);
			if ((plans += 1) === 2) planned.resolve();
			await planned.promise;
			return done;
		},
	};
	provideServices({ ...services(), work });
	const both = [1, 2].map(() => send('apply', { fingerprint: shown?.fingerprint ?? '' }));
	expect(await Promise.all(both)).toEqual([expect.objectContaining({ done: true }), refused('import-changed')]);
	// Nothing is left lying ready of either.
	expect(place.db.sqlite.prepare('SELECT count(*) FROM temp.laid_units_changed').pluck().get()).toBe(0);
});

test('faults are told with their places, slips want a yes, and neither writes anything', async () => {
	const before = names(dateOf(Date.now()));
	const faulty = { units: units.replace('commune', 'comune'), sites };
	expect(await preview(faulty)).toMatchObject({
		faults: [{ file: 'units', line: 4, column: 'level', code: 'level-unknown', value: 'comune' }],
		preview: null,
	});
	expect(await send('apply', { fingerprint: '' }, faulty)).toEqual(refused('import-faulty'));
	const slip = { units: units.replace('14902', '014902'), sites: sites.replaceAll(',14902', ',014902') };
	const { preview: shown } = await preview(slip);
	const fingerprint = shown?.fingerprint ?? '';
	expect(shown?.suspicions).toMatchObject([{ code: 'leading-zeros', other: { code: '14902' } }]);
	expect(await send('apply', { fingerprint }, slip)).toEqual(refused('import-suspicious'));
	expect(await send('apply', { validFrom: 'morgen' })).toEqual(refused('malformed'));
	const large = { units: `${units}${' '.repeat(5_000_001)}`, sites };
	expect(await send('preview', {}, large)).toMatchObject({ status: 413, data: { code: 'file-too-large' } });
	expect(names(dateOf(Date.now()))).toEqual(before);
	expect(await send('apply', { fingerprint, accepted: 'on' }, slip)).toMatchObject({ done: true });
});

test('a page shows the tree of any day, and all that a unit and its sites were', async () => {
	const { preview: shown } = await preview();
	await send('apply', { fingerprint: shown?.fingerprint ?? '' });
	const tree = (search: string) => loadTree(eventOf(place.admin, {}, { search }) as never);
	expect(tree('?day=2025-06-30').units).toHaveLength(4);
	expect(tree(`?day=${reform}`).units).toHaveLength(3);
	expect(tree('?day=31.02.2025').day).toBe(dateOf(Date.now()));
	const read = (code: string) =>
		loadUnit(eventOf(place.admin, {}, { params: { id: place.unitId(code) } }) as never) as Promise<{ unit: unknown }>;
	expect((await read('14902')).unit).toMatchObject({
		name: 'UBND xã Nam Xuân',
		periods: [
			{ name: 'UBND xã Nam Xuân', validFrom: reform, validTo: null, parent: { name: 'Tỉnh Thanh Hóa' } },
			{ name: 'UBND xã Nam Tiến', validTo: reform, parent: { name: 'UBND huyện Quan Hóa' } },
		],
		areas: [{ name: 'Khu vực Quan Hóa', validFrom: reform }],
		sites: [
			{ periods: [{ name: 'Điểm cầu xã Nam Xuân' }, { name: 'Điểm cầu xã Nam Tiến', validTo: reform }] },
			{ periods: [{ name: 'Điểm cầu cơ sở 2' }, { unit: { name: 'UBND huyện Quan Hóa' } }] },
		],
		predecessors: [{ name: 'UBND huyện Quan Hóa', kind: 'merged', day: reform }],
	});
	expect((await read('385')).unit).toMatchObject({
		successors: [{ name: 'UBND xã Nam Xuân', kind: 'merged' }],
		periods: [{ validTo: reform }],
	});
});
