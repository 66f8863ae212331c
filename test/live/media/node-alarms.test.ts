import { meetingNodes } from '#live/ops/meeting-nodes.ts';
import type { Home } from '#live/media/home-of.ts';
import { losingSince, nodeAlarms } from '#live/media/node-alarms.ts';
import type { NodeLine } from '#live/media/node-lines.ts';
import type { NodeState } from '#live/media/node-states.ts';
import type { ListedNode } from '#db/nodes/nodes.ts';
import { expect, test } from 'vitest';

const line = (facts: Partial<NodeLine> = {}): NodeLine => ({
	...{ parentId: 'local', state: 'stands', meetings: 1, way: { rttMs: 300, jitterMs: 1, loss: 0.02 } },
	...{ downKbps: 0, upKbps: 0, spareKbps: null, pictures: [], voices: 0 },
	...facts,
});
const state = (facts: Partial<NodeState> = {}): NodeState => ({
	...{ isConnected: true, isSilent: false, isDraining: false, isFull: false, parentId: 'local' },
	...{ refused: null, devices: 1, load: null, line: line(), losingForMs: 9_999 },
	...facts,
});
const away = { isConnected: false, line: null };
const alarms = (...states: NodeState[]) =>
	nodeAlarms(new Map(states.map((each, index) => [`n${index}`, each]))).map((each) => `${each.trouble} ${each.nodeId}`);

test('at every limit all is well; beyond it one alarm says which, the gravest first', () => {
	expect(alarms(state(), state({ line: null }))).toEqual([]);
	expect(
		alarms(
			state({ isFull: true }),
			state({ line: line({ way: { rttMs: 301, jitterMs: null, loss: 0 } }) }),
			state({ losingForMs: 10_000 }),
			state({ ...away, isSilent: true }),
			state(away),
			state({ line: line({ state: 'cut', way: { rttMs: 900, jitterMs: null, loss: 1 } }) }),
		),
	).toEqual(['line-cut n5', 'node-away n4', 'node-silent n3', 'line-loss n2', 'line-slow n1', 'node-full n0']);
	// One that is being emptied may be switched off, and of one that is away its room says nothing.
	expect(alarms(state({ ...away, isDraining: true }), state({ ...away, isDraining: true, isFull: true }))).toEqual([]);
});

test('a line loses since it began to without a break; what is cut loses nothing', () => {
	const loss = (share: number, more: Partial<NodeLine> = {}) =>
		line({ way: { rttMs: 1, jitterMs: 1, loss: share }, ...more });
	const first = losingSince(new Map(), new Map([['a', loss(0.021)]]), 1_000);
	const second = losingSince(first, new Map(Object.entries({ a: loss(0.5), b: loss(0.02), c: loss(0.03) })), 3_000);
	expect([...second]).toEqual([
		['a', 1_000],
		['c', 3_000],
	]);
	const third = losingSince(second, new Map(Object.entries({ a: loss(0), c: loss(1, { state: 'cut' }) })), 5_000);
	expect(third.size).toBe(0);
	expect(losingSince(second, new Map([['a', line({ way: null })]]), 5_000).size).toBe(0);
});

test('a meeting’s nodes are those of its devices, those that would be theirs, and those above; others’ troubles are not its own', () => {
	const listed = (id: string, title = ''): ListedNode => ({
		...{ id, title, unitId: null, unitName: '', parentId: null, capacity: null, upKbps: null, downKbps: null },
		...{ createdAt: 0, revokedAt: null, drainingSince: null },
	});
	const states = new Map([
		['local', state({ parentId: null, line: null })],
		['district', state()],
		['commune', state({ parentId: 'district' })],
		['lost', state(away)],
		['other', state({ isFull: true })],
		['emptied', state({ isDraining: true })],
	]);
	const home = (nodeId: string, ownId: string | null = null): Home => ({ nodeId, ownId, why: 'unit', isChosen: false });
	const all = [...states.keys()].slice(1).map((id) => listed(id, id === 'other' ? 'Máy khác' : ''));
	const nodes = meetingNodes(states, all, new Map(Object.entries({ a: home('commune'), b: home('local', 'lost') })));
	expect(nodes?.nodes.map(({ id }) => id)).toEqual(['district', 'commune', 'lost']);
	expect(nodes?.local).toMatchObject({ isConnected: true });
	expect(nodes?.alarms).toEqual([{ trouble: 'node-away', nodeId: 'lost' }]);
	expect(nodes?.open.map(({ id, title }) => title || id)).toEqual(['local', 'district', 'commune', 'Máy khác']);
	expect(meetingNodes(new Map([['local', state()]]), [], new Map()), 'there is but one').toBeNull();
});
