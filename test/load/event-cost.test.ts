import { expect, test } from 'vitest';
import { eventCosts, rest, workedIn, type Given, type Task } from './run/event-cost.ts';

test('a task counts for the stretch that it began in, and for no other', () => {
	const given: Given[] = [
		{ what: rest, at: 1_000 },
		{ what: 'request', at: 2_000 },
	];
	const tasks: Task[] = [
		{ at: 999, took: 50 },
		{ at: 1_000, took: 1 },
		{ at: 1_999, took: 2 },
		{ at: 2_000, took: 3 },
		{ at: 2_500, took: 4 },
		{ at: 3_000, took: 60 },
	];
	expect(workedIn(given, tasks, 1_000)).toEqual([
		{ what: rest, all: 3, longest: 2 },
		{ what: 'request', all: 7, longest: 4 },
	]);
});

test('an event costs what the page works beyond what it does anyway, in the middle of all of its kind', () => {
	const worked = (what: string, all: number, longest = all / 2) => ({ what, all, longest });
	const costs = eventCosts([
		...[100, 300, 104].map((all) => worked(rest, all)),
		// One of them fell together with something that comes every few seconds.
		...[110, 112, 114, 116, 400].map((all) => worked('request', all, 8)),
		worked('nothing', 101),
	]);
	expect(costs['request']).toEqual({ ms: 10, p25: 8, p75: 12, longest_ms: 8, events: 5 });
	expect(costs['nothing']).toMatchObject({ ms: -3, events: 1 });
	expect(costs[rest]).toMatchObject({ ms: 0, p25: -4, p75: 196, events: 3 });
});

test('a page in which nothing was let rest has no costs to tell', () => {
	expect(() => eventCosts([{ what: 'request', all: 5, longest: 5 }])).toThrow('nothing was measured');
});
