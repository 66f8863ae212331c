import { homeOf, type NodeCrowd } from '#live/media/home-of.ts';
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
const place = (units: readonly string[], nodes: readonly NodeCrowd[], now?: string) =>
	homeOf(
		{ units, now },
		nodes,
		treeOf(
			nodes.filter(({ ready }) => ready).map(({ node }) => node),
			above,
		),
	);
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
	// One more than fits is no reason to send somebody away who is there.
	expect(place(from('commune'), [crowd(own), full(commune)], 'commune')).toBe('commune');
});

test('a device stays where it is, though its node is awaited, and leaves one that is to be emptied', () => {
	expect(place(from('commune'), all, 'own')).toBe('own');
	expect(place(from('commune'), [crowd(own), crowd(commune, { ready: false })], 'commune')).toBe('commune');
	expect(place(from('commune'), [crowd(own), crowd(commune, { ready: false })])).toBe('own');
	const draining = crowd({ ...commune, draining: true });
	expect(place(from('commune'), [crowd(own), crowd(district), draining], 'commune')).toBe('district');
	expect(place(from('commune'), [crowd(own), draining])).toBe('own');
	// Nobody else is there: who is with it stays, nobody comes.
	expect(place(from('commune'), [draining], 'commune')).toBe('commune');
	expect(place(from('commune'), [draining])).toBeUndefined();
});
