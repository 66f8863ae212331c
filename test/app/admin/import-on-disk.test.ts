import { readShown } from '#lib/admin/org/read-shown.ts';
import { listUnits } from '#db/org/units.ts';
import type * as Files from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { actions } from '../../../app/src/routes/admin/org/import/+page.server.ts';
import { smallSites, smallUnits } from '../../db/small-province.ts';
import { eventOf, startAdministration } from './administration.ts';

const { disk } = vi.hoisted(() => ({ disk: { reached: Promise.resolve() } }));
vi.mock('node:fs/promises', async (original) => {
	const files = await original<typeof Files>();
	const open: typeof files.open = async (path, ...more) => {
		const file = await files.open(path, ...more);
		if (String(path).endsWith('-wal')) file.sync = () => disk.reached;
		return file;
	};
	return { ...files, open };
});

test('an import is seen when it is written, and said to be done when it is on the disk', async () => {
	const { db, admin } = await startAdministration();
	const fields = {
		units: new Blob([smallUnits.replaceAll('UBND xã', 'UBND phường')]),
		sites: new Blob([smallSites]),
		validFrom: '2025-07-01',
	};
	const { shown } = (await actions.preview(eventOf(admin, fields))) as unknown as { shown: Uint8Array };
	const { preview } = await readShown(shown);
	const { promise, resolve } = Promise.withResolvers<void>();
	disk.reached = promise;
	const told = vi.fn();
	const applied = actions.apply(eventOf(admin, { ...fields, fingerprint: preview?.fingerprint ?? '' }));
	void applied.then(told);
	const names = () => listUnits(db, '2025-07-01').map(({ name }) => name);
	await vi.waitFor(() => expect(names()).toContain('UBND phường Nam Tiến'));
	expect(told).not.toHaveBeenCalled();
	resolve();
	expect(await applied).toMatchObject({ done: true });
});
