import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Island } from '#sfu/conference/island.ts';
import { Solitude } from '#sfu/node/solitude.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

const reserve = { cameras: ['one', 'two'], microphones: [] };

function islandOf({ isCutOff = true } = {}) {
	const turns: boolean[] = [];
	const way = { isCutOff };
	const island = new Island({
		isCutOff: () => way.isCutOff,
		setReserve: (_, isIsland) => turns.push(isIsland),
		microphoneOf: () => undefined,
		followMuted: async () => {},
		log: { info: () => {}, warn: () => {} },
	});
	return { island, way, turns };
}

test('who has no reserve, no parent or a way to it, or hears the control process, does as it was told', () => {
	const without = islandOf();
	expect(without.island.look(true)).toBe(false);
	const { island, way, turns } = islandOf({ isCutOff: false });
	island.declare(reserve);
	expect(island.look(true)).toBe(false);
	way.isCutOff = true;
	expect(island.look(false)).toBe(false);
	expect([without.turns, turns, island.told]).toEqual([[], [false], []]);
});

test('it lasts until the way stands or something is declared, and is told until then', () => {
	const { island, way, turns } = islandOf();
	island.declare(reserve);
	expect([island.look(true), island.look(true)]).toEqual([true, false]);
	vi.advanceTimersByTime(5_000);
	// The link is back, and nothing has been said over it.
	island.look(false);
	expect(island.told).toEqual([{ agoMs: 5_000, forMs: 5_000 }]);
	way.isCutOff = false;
	island.look(true);
	vi.advanceTimersByTime(1_000);
	expect(island.told).toEqual([{ agoMs: 6_000, forMs: 5_000 }]);
	way.isCutOff = true;
	island.look(true);
	expect(island.told).toHaveLength(2);
	island.declare(reserve);
	expect(island.told).toEqual([]);
	expect(turns).toEqual([false, true, false, true, false, false]);
});

test('the control process is missed after three seconds in which this process was awake, and once it was heard', () => {
	const looks: boolean[] = [];
	const solitude = new Solitude({ look: (isAlone) => looks.push(isAlone) });
	vi.advanceTimersByTime(10_000);
	solitude.heard();
	vi.advanceTimersByTime(2_750);
	expect(looks).not.toContain(true);
	solitude.heard();
	// It stood still for a minute.
	vi.setSystemTime(Date.now() + 60_000);
	vi.advanceTimersByTime(2_750);
	expect(looks).not.toContain(true);
	vi.advanceTimersByTime(500);
	expect(looks.at(-1)).toBe(true);
	solitude.heard();
	vi.advanceTimersByTime(250);
	expect(looks.at(-1)).toBe(false);
	solitude.close();
});
