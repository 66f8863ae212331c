import { homeAt, homeOf, type NodeCrowd } from '#live/media/home-of.ts';
import type { PlacedNode } from '#live/media/placed-node.ts';
import { treeOf } from '#live/media/tree-of.ts';
import { above, placed } from '#test/support/placed-nodes.ts';
import { expect, test } from 'vitest';

const crowd = (node: PlacedNode, facts: Partial<NodeCrowd> = {}): NodeCrowd => ({
	node,
	ready: true,
	ofMeeting: 0,
	all: 0,
	...facts,
});
const treeOfReady = (nodes: readonly NodeCrowd[]) =>
	treeOf(
		nodes.filter(({ ready }) => ready).map(({ node }) => node),
		above,
	);
const place = (units: readonly string[], nodes: readonly NodeCrowd[], chosen?: string) =>
	homeOf({ units, chosen }, nodes, treeOfReady(nodes))?.nodeId;
/** Why somebody of these units is with a node, and which is their own instead. */
const why = (nodeId: string, units: readonly string[], nodes: readonly NodeCrowd[], chosen?: string) => {
	const home = homeAt(nodeId, { units, chosen }, nodes, treeOfReady(nodes));
	return [home.why, home.ownId];
};
const from = (unit: string) => [unit, ...above(unit)];

const own = placed('own');
const district = placed('district', { unitId: 'district' });
const commune = placed('commune', { unitId: 'commune' });
const all = [crowd(own), crowd(district), crowd(commune)];

test('a device is with the node that serves the nearest of its units', () => {
	expect(place(from('commune'), all)).toBe('commune');
	expect(place(from('district'), all)).toBe('district');
	// Nobody serves its own district: the middle.
	expect(place(from('other-commune'), all)).toBe('own');
	const hub = crowd({ ...district, serves: ['other-commune'] });
	expect(place(from('other-commune'), [crowd(own), hub])).toBe('district');
	// Without a node in the middle: as high up as any.
	expect(place(from('other-commune'), [crowd(commune), crowd(district)])).toBe('district');
	expect(place(from('commune'), [])).toBeUndefined();
});

test('who comes from nowhere in particular goes where most of the meeting is, a meeting that is nowhere to the middle', () => {
	expect(place([], all)).toBe('own');
	expect(place([], [crowd(own, { ofMeeting: 1, all: 1 }), crowd(commune, { ofMeeting: 2, all: 2 })])).toBe('commune');
	// As long as nobody has said where nodes stand: one meeting on one node, a new one on the emptiest.
	const [a, b] = [placed('a'), placed('b')];
	for (const units of [[], from('commune')]) {
		expect(place(units, [crowd(a, { all: 9 }), crowd(b, { all: 3 })])).toBe('b');
		expect(place(units, [crowd(a, { ofMeeting: 1, all: 9 }), crowd(b, { all: 3 })])).toBe('a');
		expect(place(units, [crowd(a, { ofMeeting: 1 }), crowd(b, { ofMeeting: 2 })])).toBe('b');
		expect(place(units, [crowd(b), crowd(a)])).toBe('a');
	}
});

test('where there is no room: beside it, the next one up, anywhere, and at last where it belongs', () => {
	const full = (node: PlacedNode) => crowd({ ...node, capacity: 2 }, { all: 2 });
	const beside = placed('beside', { unitId: 'commune' });
	expect(place(from('commune'), [...all.slice(0, 2), full(commune), crowd(beside)])).toBe('beside');
	expect(place(from('commune'), [...all.slice(0, 2), full(commune)])).toBe('district');
	expect(place(from('commune'), [crowd(own), full(district), full(commune)])).toBe('own');
	const elsewhere = placed('elsewhere', { unitId: 'other-commune' });
	expect(place(from('commune'), [full(own), full(district), full(commune), crowd(elsewhere)])).toBe('elsewhere');
	expect(place(from('commune'), [full(own), full(district), full(commune)])).toBe('commune');
	expect(why('own', from('commune'), [crowd(own), full(commune)])).toEqual(['full', 'commune']);
	expect(why('commune', from('commune'), [crowd(own), full(commune)])).toEqual(['unit', null]);
});

test('nobody comes to a node that is awaited, or to be emptied', () => {
	const away = [crowd(own), crowd(commune, { ready: false })];
	expect(place(from('commune'), away)).toBe('own');
	expect(why('own', from('commune'), away)).toEqual(['away', 'commune']);
	expect(why('commune', from('commune'), away)).toEqual(['unit', null]);
	const draining = crowd({ ...commune, draining: true });
	expect(place(from('commune'), [crowd(own), crowd(district), draining])).toBe('district');
	expect(why('district', from('commune'), [crowd(own), crowd(district), draining])).toEqual(['draining', 'commune']);
	expect(place(from('commune'), [draining])).toBeUndefined();
});

test('why a device is where it is: its unit, one above, the middle, the crowd, or that nobody has asked it back', () => {
	expect(why('commune', from('commune'), all)).toEqual(['unit', null]);
	expect(why('district', from('commune'), all.slice(0, 2))).toEqual(['above', null]);
	expect(why('own', from('other-commune'), all)).toEqual(['above', null]);
	expect(why('own', [], [crowd(own, { ofMeeting: 3 }), crowd(commune)])).toEqual(['crowd', null]);
	expect(why('own', from('commune'), all)).toEqual(['stays', 'commune']);
	const beside = crowd(placed('beside', { unitId: 'commune' }), { ready: false });
	expect(why('own', from('commune'), [crowd(own), beside, crowd(commune)])).toEqual(['stays', 'commune']);
});

test('the node that an operator chose counts before all others, while it is there and has room', () => {
	expect(place(from('commune'), all, 'district')).toBe('district');
	expect(why('district', from('commune'), all, 'district')).toEqual(['chosen', null]);
	expect(why('commune', from('commune'), all, 'district')).toEqual(['stays', 'district']);
	const without = (facts: Partial<NodeCrowd>) => [crowd(own), crowd(district, facts), crowd(commune)];
	for (const [facts, reason] of [
		[{ ready: false }, 'away'],
		[{ node: { ...district, capacity: 1 }, all: 1 }, 'full'],
		[{ node: { ...district, draining: true } }, 'draining'],
	] as const) {
		expect(place(from('commune'), without(facts), 'district')).toBe('commune');
		expect(why('commune', from('commune'), without(facts), 'district')).toEqual([reason, 'district']);
	}
	// One that is registered no more was not chosen.
	expect(why('commune', from('commune'), all, 'revoked')).toEqual(['unit', null]);
});
