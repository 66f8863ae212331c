import { listAudit } from '#db/audit/audit.ts';
import { holderOf } from '#db/nodes/tokens.ts';
import { beforeEach, expect, test } from 'vitest';
import { actions as listActions, load as loadList } from '../../../app/src/routes/admin/nodes/+page.server.ts';
import { actions, load } from '../../../app/src/routes/admin/nodes/[id]/+page.server.ts';
import { eventOf, startAdministration } from './administration.ts';

let place: Awaited<ReturnType<typeof startAdministration>>;

beforeEach(async () => {
	place = await startAdministration();
});

const params = { id: 'huyen-1' };
const depending = { depends: () => {} };
const add = async (name = 'huyen-1') =>
	(await listActions.add(eventOf(place.admin, { name, title: '', unitId: place.unitId('385') }))) as { token: string };
const act = (name: keyof typeof actions, fields: Readonly<Record<string, string>> = {}, session = place.admin) =>
	actions[name](eventOf(session, fields, { params }));
const shown = async () => load({ ...eventOf(place.admin, {}, { params }), ...depending } as never);
const audited = () => listAudit(place.db).map(({ action, subject }) => [action, subject].join(' '));

test('a node is added at a unit; its token is shown once and let in, and neither audit nor list has it', async () => {
	const added = await add(' huyen-1 ');
	expect(added).toMatchObject({ done: true, id: 'huyen-1', token: expect.stringMatching(/^huyen-1\.[\w-]{43}$/) });
	expect(holderOf(place.db, added.token)).toEqual({ nodeId: 'huyen-1', revoked: false });
	const list = await loadList({ ...eventOf(place.admin), ...depending } as never);
	expect(list.nodes).toMatchObject([{ id: 'huyen-1', unitName: 'UBND huyện Quan Hóa', parentId: null, state: null }]);
	const secret = added.token.slice('huyen-1.'.length);
	expect(JSON.stringify([list, await shown(), listAudit(place.db)])).not.toContain(secret);
	expect(audited()).toEqual(['add-media-node huyen-1']);
	expect(place.nodesChanged, 'what runs is told').toEqual([undefined]);
	expect(place.revised, 'no meeting’s plan is looked at').toEqual([]);
});

test('where it stands, what it carries and whom it serves is written down, and what does not fit is refused', async () => {
	await add();
	await add('huyen-2');
	const commune = place.unitId('14902');
	const details = {
		title: 'Máy Quan Hóa',
		unitId: commune,
		parentId: 'huyen-2',
		capacity: '',
		upKbps: '8000',
		downKbps: '20000',
	};
	expect(await act('edit', details)).toEqual({ done: true });
	expect(await act('serve', { unitId: commune, validFrom: '2025-07-01', validTo: '' })).toEqual({ done: true });
	expect(await shown()).toMatchObject({
		node: { title: 'Máy Quan Hóa', unitName: 'UBND xã Nam Tiến', parentId: 'huyen-2', capacity: null, upKbps: 8_000 },
		others: [{ id: 'huyen-2' }],
		served: [{ unitName: 'UBND xã Nam Tiến', state: 'in-force' }],
	});
	const refused = (code: string, status = 400) => ({ status, data: { code } });
	expect(await act('edit', { ...details, parentId: 'huyen-1' })).toMatchObject(refused('node-parent-loop'));
	expect(await act('edit', { ...details, capacity: 'nhiều' })).toMatchObject(refused('node-number-invalid'));
	expect(await act('edit', { ...details, unitId: 'none' })).toMatchObject(refused('not-found', 404));
	expect(await act('serve', { unitId: commune, validFrom: '2025-08-01' })).toMatchObject(refused('unit-served'));
	expect(await listActions.add(eventOf(place.admin, { name: 'HUYEN-1', title: '' }))).toMatchObject(
		refused('node-name-taken'),
	);
	expect(await act('edit', details, place.delegate)).toMatchObject(refused('not-administrator', 403));
	expect(await act('endServing', { unitId: commune, validFrom: '2025-07-01', validTo: '2026-01-01' })).toEqual({
		done: true,
	});
	expect((await shown()).served).toMatchObject([{ state: 'over', validTo: '2026-01-01' }]);
});

test('a node is drained and takes devices again; revoked, or with another token, whoever came by the former one is sent away', async () => {
	const { token } = await add();
	place.nodesChanged.length = 0;
	await act('drain');
	expect((await shown()).node.drainingSince).not.toBeNull();
	await act('undrain');
	expect((await shown()).node.drainingSince).toBeNull();
	await act('revoke');
	expect(holderOf(place.db, token)).toMatchObject({ revoked: true });
	const renewed = (await actions.renew(eventOf(place.admin, {}, { params }))) as { token: string };
	expect(holderOf(place.db, token)).toBeUndefined();
	expect(holderOf(place.db, renewed.token)).toEqual({ nodeId: 'huyen-1', revoked: false });
	expect(place.nodesChanged).toEqual([undefined, undefined, 'huyen-1', 'huyen-1']);
	expect(audited().slice(0, 4)).toEqual(
		['renew-media-node-token', 'revoke-media-node', 'undrain-media-node', 'drain-media-node'].map(
			(action) => `${action} huyen-1`,
		),
	);
});
