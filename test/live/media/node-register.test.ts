import { endServing, serveUnit } from '#db/nodes/node-units.ts';
import { addNode, editNode, renewToken, revokeNode, setDraining } from '#db/nodes/nodes.ts';
import { createNodeToken } from '#db/nodes/tokens.ts';
import { dateOf } from '#db/calendar.ts';
import { NodeRegister } from '#live/media/node-register.ts';
import { expect, test } from 'vitest';
import { createSmallProvince } from '../../db/small-province.ts';
import { temporaryDatabase } from '../../db/temporary-database.ts';

const today = dateOf(Date.now());
const nowhere = { title: '', unitId: null, parentId: null, capacity: null, upKbps: null, downKbps: null };

function registered() {
	const db = temporaryDatabase();
	const province = createSmallProvince(db);
	const register = new NodeRegister(db);
	const add = (id: string, unitId: string | null = null) => {
		const { token, tokenHash } = createNodeToken(id);
		addNode(db, { id, title: '', unitId, tokenHash }, Date.now());
		return token;
	};
	return { db, register, add, ...province };
}

test('a token says whose it is; another’s name before it, half of it or an older one say nothing', () => {
	const { db, register, add } = registered();
	const [one, other] = [add('huyen.quan-hoa'), add('tinh-1')];
	expect(register.whose(one)).toEqual({ nodeId: 'huyen.quan-hoa', revoked: false });
	expect(register.whose(register.ownToken)).toEqual({ nodeId: 'local', revoked: false });
	const secret = one.slice(one.lastIndexOf('.') + 1);
	for (const shown of [
		'',
		secret,
		`tinh-1.${secret}`,
		`local.${secret}`,
		one.slice(0, -1),
		`${one}x`,
		'huyen.quan-hoa.',
	])
		expect(register.whose(shown), shown).toBeUndefined();
	expect(JSON.stringify(db.sqlite.prepare('SELECT * FROM media_nodes').all())).not.toContain(secret);

	revokeNode(db, 'huyen.quan-hoa', Date.now());
	expect(register.whose(one)).toEqual({ nodeId: 'huyen.quan-hoa', revoked: true });
	const { token, tokenHash } = createNodeToken('huyen.quan-hoa');
	renewToken(db, 'huyen.quan-hoa', tokenHash);
	expect(register.whose(one), 'the former one stays out').toBeUndefined();
	expect(register.whose(token)).toEqual({ nodeId: 'huyen.quan-hoa', revoked: false });
	expect(register.whose(other)).toEqual({ nodeId: 'tinh-1', revoked: false });
});

test('where nodes stand is at hand as of the last renewal: not who was revoked, and of what they serve what holds today', () => {
	const { db, register, add, unitId } = registered();
	const [commune, district] = [unitId('14902'), unitId('385')];
	add('tinh-1');
	add('huyen-1', district);
	add('huyen-2', district);
	editNode(db, 'huyen-1', {
		...nowhere,
		unitId: district,
		parentId: 'tinh-1',
		capacity: 40,
		upKbps: 8_000,
		downKbps: 20_000,
	});
	serveUnit(db, { nodeId: 'huyen-1', unitId: commune, validFrom: '2025-07-01', validTo: null });
	serveUnit(db, { nodeId: 'huyen-1', unitId: unitId('38'), validFrom: '2999-01-01', validTo: null });
	setDraining(db, 'tinh-1', Date.now());
	revokeNode(db, 'huyen-2', Date.now());
	const [local] = register.placed();
	expect(register.placed()).toEqual([local]);
	expect(local).toMatchObject({ id: 'local', unitId: null, capacity: null });
	register.renew();
	expect(register.placed().slice(1)).toEqual([
		{
			...{ id: 'tinh-1', unitId: null, parentId: null, serves: [], capacity: null, draining: true },
			line: { up: null, down: null },
		},
		{
			...{ id: 'huyen-1', unitId: district, parentId: 'tinh-1', serves: [commune], capacity: 40, draining: false },
			line: { up: 8_000, down: 20_000 },
		},
	]);
	endServing(db, { nodeId: 'huyen-1', unitId: commune, validFrom: '2025-07-01', validTo: today });
	register.renew();
	expect(register.placed()[2]).toMatchObject({ id: 'huyen-1', serves: [] });
});

test('names are each other’s alone, no chosen parent makes a loop, and what a node serves holds once on a day', () => {
	const { db, add, unitId } = registered();
	for (const name of ['a', 'b', 'c']) add(name);
	for (const name of ['', 'two words', 'x'.repeat(101), 'xã'])
		expect(() => add(name), name).toThrow('node-name-invalid');
	for (const name of ['A', 'local']) expect(() => add(name), name).toThrow('node-name-taken');
	editNode(db, 'b', { ...nowhere, parentId: 'a' });
	editNode(db, 'c', { ...nowhere, parentId: 'b' });
	for (const parentId of ['a', 'b', 'c'])
		expect(() => editNode(db, 'a', { ...nowhere, parentId }), parentId).toThrow('node-parent-loop');
	expect(() => editNode(db, 'a', { ...nowhere, parentId: 'none' })).toThrow('not-found');
	expect(() => editNode(db, 'a', { ...nowhere, unitId: 'none' })).toThrow('not-found');
	for (const capacity of [0, 1.5, Number.NaN])
		expect(() => editNode(db, 'a', { ...nowhere, capacity })).toThrow('node-number-invalid');
	expect(() => editNode(db, 'a', { ...nowhere, upKbps: 63 })).toThrow('node-number-invalid');
	const served = { nodeId: 'a', unitId: unitId('385'), validFrom: '2025-07-01', validTo: '2026-01-01' };
	serveUnit(db, served);
	expect(() => serveUnit(db, { ...served, validFrom: '2025-12-31', validTo: null })).toThrow('unit-served');
	serveUnit(db, { ...served, validFrom: '2026-01-01', validTo: null });
	serveUnit(db, { ...served, nodeId: 'b' });
	expect(() => serveUnit(db, { ...served, validFrom: '2024-02-30' })).toThrow('date-invalid');
	expect(() => endServing(db, { ...served, validTo: '2027-01-01' })).toThrow('date-invalid');
});
