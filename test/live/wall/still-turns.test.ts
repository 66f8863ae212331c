import { largestStill, mostLive } from '#contract/wall-limits.ts';
import { periodOf, phaseOf, soonApart, turnsOf } from '#live/wall/still-turns.ts';
import { largestView } from '#sfu/link/contract.ts';
import { describe, expect, test } from 'vitest';

/** How many of these phases fall into each of `slots` equal parts of the period. */
const spreadOver = (slots: number, indexes: readonly number[]) => {
	const counts = new Array<number>(slots).fill(0);
	for (const index of indexes) counts[Math.floor(phaseOf(index) * slots)]! += 1;
	return counts;
};
const range = (from: number, length: number) => Array.from({ length }, (_, at) => from + at);

describe('the turns of stills', () => {
	test.each([
		['all 320, in each second of the period', 20, range(0, 320), 15, 17],
		['the ten communes of one district', 5, range(143, 10), 1, 3],
		['every other one', 10, range(0, 160).map((each) => each * 2), 14, 18],
	])('are spread evenly: %s', (_what, slots, indexes, fewest, most) => {
		for (const count of spreadOver(slots, indexes)) {
			expect(count).toBeGreaterThanOrEqual(fewest);
			expect(count).toBeLessThanOrEqual(most);
		}
	});

	test.each([4, 160, 161, 320])('%i stills of the largest size are at most 4 Mbit/s, in and out', (entries) => {
		const bitsPerSecond = (entries * largestStill * 8) / (periodOf(entries) / 1000);
		expect(2 * bitsPerSecond).toBeLessThanOrEqual(4_000_000);
	});

	test('stay where they are, whenever a device is asked', () => {
		const at = (now: number) => now + turnsOf(77, 320, now).afterMs;
		const first = at(1_000);
		for (const now of [1_000, 5_432, 19_999, 61_234, 1_763_870_400_123])
			expect(Math.abs(((at(now) - first + 10_000) % 20_000) - 10_000)).toBeLessThanOrEqual(2);
	});

	test('begin after the first half of the period, in which the wall fills', () => {
		for (const index of range(0, 320)) {
			const { everyMs, afterMs } = turnsOf(index, 320, 123_456);
			expect(everyMs).toBe(20_000);
			expect(afterMs).toBeGreaterThanOrEqual(10_000);
			expect(afterMs).toBeLessThanOrEqual(30_000);
		}
		expect(320 * soonApart(320)).toBe(10_000);
	});
});

test('a page of the wall is no larger than a view that a media node takes', () => {
	expect(mostLive).toBeLessThanOrEqual(largestView);
});
