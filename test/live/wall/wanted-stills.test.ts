import type { StillTurns } from '#contract/wall.ts';
import { WantedStills, type Shown } from '#live/wall/wanted-stills.ts';
import { beforeEach, expect, test } from 'vitest';

let now: number;
let fresh: Set<string>;
let told: Map<string, StillTurns | null>;
let wanted: WantedStills;

const device = (index: number) => `device-${index}`;
const shown = (...indexes: number[]) =>
	new Map(indexes.map((index): [string, Shown] => [device(index), { participantId: `site-${index}`, index }]));
const soon = (...indexes: number[]) => indexes.map((index) => told.get(device(index))?.soonMs);
const range = (from: number, length: number) => Array.from({ length }, (_, at) => from + at);

beforeEach(() => {
	now = 1_000_000;
	fresh = new Set();
	told = new Map();
	wanted = new WantedStills({
		tell: (deviceId, turns) => told.set(deviceId, turns),
		hasFresh: (participantId) => fresh.has(participantId),
		clock: () => now,
	});
});

test('one that comes alone is asked at once; many that come together, one after the other, also over several looks', () => {
	wanted.ask(shown(5), 320);
	expect(soon(5)).toEqual([0]);
	now += 1_000;
	wanted.ask(shown(...range(0, 100)), 320);
	expect(Math.max(...soon(...range(0, 100)).map(Number))).toBe(Math.round(98 * 31.25));
	now += 1_000;
	wanted.ask(shown(...range(0, 101)), 320);
	expect(soon(100)[0], 'after those who came before it').toBeGreaterThan(2_000);
});

test('one whose still is fresh waits for its turn', () => {
	fresh.add('site-3');
	wanted.ask(shown(3), 320);
	expect(told.get(device(3))).toMatchObject({ soonMs: null, everyMs: 20_000 });
});

test('nobody is told twice, until the wall becomes one of another size', () => {
	wanted.ask(shown(1, 2), 160);
	told.clear();
	wanted.ask(shown(1, 2), 160);
	expect(told.size).toBe(0);
	wanted.ask(shown(1, 2), 161);
	expect([...told.values()].map((turns) => turns?.everyMs)).toEqual([20_000, 20_000]);
});

test('who is no longer wanted is told, and its stills are taken no more', () => {
	wanted.ask(shown(1, 2), 4);
	expect(wanted.take(device(1))).toMatchObject({ participantId: 'site-1' });
	wanted.ask(shown(2), 4);
	expect(told.get(device(1))).toBeNull();
	expect(wanted.take(device(1))).toEqual({ refused: 'still-not-wanted' });
	wanted.stopAll();
	expect(told.get(device(2))).toBeNull();
	expect(wanted.take('stranger')).toEqual({ refused: 'still-not-wanted' });
});

test('more often than asked for is too often, for good', () => {
	wanted.ask(shown(1), 4);
	const taken = () => 'participantId' in wanted.take(device(1));
	expect(range(0, 6).filter(taken)).toHaveLength(3);
	let later = 0;
	for (let second = 0; second < 100; second++) {
		now += 1_000;
		if (taken()) later += 1;
	}
	expect(later).toBeLessThanOrEqual(13);
	expect(later).toBeGreaterThanOrEqual(10);
});
