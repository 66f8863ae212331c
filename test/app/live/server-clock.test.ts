import { ServerClock } from '#lib/live/server-clock.ts';
import { beforeEach, expect, test, vi } from 'vitest';

const nine = Date.parse('2026-11-23T09:00:00+07:00');

let own: number;
let clock: ServerClock;

beforeEach(() => {
	own = 5_000;
	clock = new ServerClock(() => own);
});

/** An answer that took `took` ms, of which the server's half came after `told`. */
function read(told: number, took: number) {
	const answered = clock.ask();
	own += took;
	answered(told);
}

test('before the server has said anything, it is what the device takes the time of day for', () => {
	vi.setSystemTime(nine);
	expect(clock.now()).toBe(nine);
	clock.hear(nine - 60_000);
	expect(clock.now()).toBe(nine - 60_000);
	vi.useRealTimers();
});

test('what the server says by itself sets it, and never back', () => {
	clock.hear(nine);
	own += 1_000;
	expect(clock.now()).toBe(nine + 1_000);
	clock.hear(nine + 400);
	expect(clock.now()).toBe(nine + 1_000);
	clock.hear(nine + 1_500);
	expect(clock.now()).toBe(nine + 1_500);
});

test('a reading counts half of the time that it took', () => {
	clock.hear(nine - 3_000);
	read(nine, 200);
	expect(clock.now()).toBe(nine + 100);
});

test('a slow reading does not shake what a quick one knew', () => {
	read(nine, 20);
	const before = clock.now();
	own += 60_000;
	read(nine + 10 + 60_000, 3_000);
	expect(clock.now()).toBe(before + 63_000);
});

test('after a sleep, in which the own clock stood still, a reading that contradicts it counts', () => {
	read(nine, 20);
	read(nine + 40_000, 400);
	expect(clock.now()).toBe(nine + 40_200);
});

test('a drift is mended by the next reading that is as quick, a little slower with time', () => {
	read(nine, 20);
	own += 600_000;
	read(nine + 600_030, 60);
	expect(clock.now()).toBe(nine + 600_060);
});
