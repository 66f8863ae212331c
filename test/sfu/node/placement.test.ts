import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeEndpoint, type WorkerLoad } from '#sfu/node/placement.ts';

const load = (index: number, given: Partial<WorkerLoad> = {}): WorkerLoad => {
	return { index, ready: true, overloaded: false, conferences: 0, endpoints: 0, consumers: 0, ...given };
};
const nowhere: ReadonlySet<number> = new Set();

describe('placing an endpoint', () => {
	it('takes the worker that carries least, then the one with fewer conferences, then the first', () => {
		expect(placeEndpoint([load(0, { consumers: 300 }), load(1, { consumers: 200, endpoints: 90 })], nowhere)).toBe(1);
		expect(placeEndpoint([load(0, { endpoints: 3 }), load(1, { endpoints: 2, conferences: 9 })], nowhere)).toBe(1);
		expect(placeEndpoint([load(0, { conferences: 1 }), load(1)], nowhere)).toBe(1);
		expect(placeEndpoint([load(1), load(0)], nowhere)).toBe(0);
	});

	it('keeps a small conference on one worker, which costs no pipes, and spreads a large one', () => {
		const loads = [load(0, { endpoints: 20, consumers: 40 }), load(1)];
		expect(placeEndpoint(loads, new Set([0]))).toBe(0);
		expect(placeEndpoint([load(0, { endpoints: 21, consumers: 40 }), load(1)], new Set([0]))).toBe(1);
		expect(placeEndpoint(loads, nowhere)).toBe(1);
	});

	it('never takes a worker that is not ready, and an overloaded one only if there is no other', () => {
		expect(placeEndpoint([load(0, { ready: false }), load(1, { consumers: 500 })], new Set([0]))).toBe(1);
		expect(placeEndpoint([load(0, { overloaded: true }), load(1, { consumers: 500 })], new Set([0]))).toBe(1);
		expect(placeEndpoint([load(0, { overloaded: true })], nowhere)).toBe(0);
		expect(placeEndpoint([load(0, { ready: false })], nowhere)).toBeUndefined();
		expect(placeEndpoint([], nowhere)).toBeUndefined();
	});

	it('spreads a conference of any size over workers of any number, each carrying little more than the others', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 400 }), (workers, endpoints) => {
				const loads = Array.from({ length: workers }, (_, index) => load(index));
				const seated = new Set<number>();
				for (let placed = 0; placed < endpoints; placed += 1) {
					const chosen = loads.find((each) => each.index === placeEndpoint(loads, seated));
					if (!chosen) throw new Error('nothing chosen');
					seated.add(chosen.index);
					chosen.endpoints += 1;
					chosen.consumers += 3;
				}
				const weights = loads.map((each) => each.endpoints + each.consumers);
				expect(Math.max(...weights) - Math.min(...weights)).toBeLessThanOrEqual(64);
			}),
		);
	});
});
