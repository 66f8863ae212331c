import { Timings } from '#live/ops/timings.ts';
import { expect, test } from 'vitest';

function timings() {
	const clock = { now: 0 };
	const heard: [string, number][] = [];
	return {
		clock,
		heard,
		timings: new Timings(
			(name, ms) => heard.push([name, ms]),
			() => clock.now,
		),
	};
}

test('a wait counts from its beginning to its first end', () => {
	const { clock, heard, timings: taken } = timings();
	taken.begin('join', 'a');
	clock.now = 50;
	taken.begin('join', 'a');
	clock.now = 120;
	taken.end('join', 'a');
	taken.end('join', 'a');
	taken.end('heal', 'a');
	expect(heard).toEqual([['join', 120]]);
	expect(taken.summaries()).toEqual({
		join: { count: 1, p50: 120, p95: 120, max: 120 },
		switch: null,
		heal: null,
		reconnect: null,
	});
});

test('what left, was given up or waited for nothing does not count', () => {
	const { clock, heard, timings: taken } = timings();
	taken.begin('join', 'left');
	taken.begin('heal', 'left');
	taken.forget('left');
	taken.begin('switch', '');
	taken.giveUp('switch', '');
	taken.begin('join', 'watches nothing');
	clock.now = 60_001;
	for (const name of ['join', 'heal'] as const) for (const key of ['left', 'watches nothing']) taken.end(name, key);
	taken.end('switch', '');
	expect(heard).toEqual([]);
});

test('percentiles are values that were, of the latest 512', () => {
	const { clock, timings: taken } = timings();
	const take = (ms: number) => {
		clock.now = 0;
		taken.begin('join', 'a');
		clock.now = ms;
		taken.end('join', 'a');
	};
	for (let ms = 1; ms <= 100; ms++) take(ms);
	expect(taken.summaries().join).toEqual({ count: 100, p50: 50, p95: 95, max: 100 });
	for (let each = 0; each < 512; each++) take(7);
	expect(taken.summaries().join).toEqual({ count: 612, p50: 7, p95: 7, max: 7 });
});
