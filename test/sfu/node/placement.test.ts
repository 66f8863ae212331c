import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeConference, type WorkerLoad } from '#sfu/node/placement.ts';

const load = (index: number, given: Partial<WorkerLoad> = {}): WorkerLoad => {
	return { index, ready: true, conferences: 0, endpoints: 0, consumers: 0, ...given };
};

describe('placing a conference', () => {
	it('takes the worker that forwards least, then the one with fewer endpoints, conferences, then the first', () => {
		expect(placeConference([load(0, { consumers: 3 }), load(1, { consumers: 2, endpoints: 90 })])).toBe(1);
		expect(placeConference([load(0, { endpoints: 3 }), load(1, { endpoints: 2, conferences: 9 })])).toBe(1);
		expect(placeConference([load(0, { conferences: 1 }), load(1)])).toBe(1);
		expect(placeConference([load(1), load(0)])).toBe(0);
	});

	it('never takes a worker that is not ready', () => {
		expect(placeConference([load(0, { ready: false }), load(1, { consumers: 500 })])).toBe(1);
		expect(placeConference([load(0, { ready: false })])).toBeUndefined();
		expect(placeConference([])).toBeUndefined();
	});

	it('spreads conferences of the same size evenly', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 60 }), (workers, conferences) => {
				const loads = Array.from({ length: workers }, (_, index) => load(index));
				for (let placed = 0; placed < conferences; placed += 1) {
					const chosen = loads.find((each) => each.index === placeConference(loads));
					if (!chosen) throw new Error('nothing chosen');
					chosen.conferences += 1;
					chosen.endpoints += 4;
					chosen.consumers += 12;
				}
				const counts = loads.map((each) => each.conferences);
				expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
			}),
		);
	});
});
