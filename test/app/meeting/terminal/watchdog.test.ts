import { Watchdog } from '#lib/meeting/terminal/watchdog.ts';
import { beforeEach, expect, test } from 'vitest';

let now: number;
let reloads: number;
let stored: Map<string, string>;

/** A page that begins now. What it stores outlives it, unless the browser was told to keep nothing. */
const open = ({ keeps = true } = {}) =>
	new Watchdog({
		now: () => now,
		storage: {
			get: (key) => stored.get(key) ?? null,
			set: (key, value) => keeps && stored.set(key, value).size > 0,
		},
		reload: () => (reloads += 1),
	});

/** Looks every five seconds, as the terminal does. */
function pass(watchdog: Watchdog, seconds: number, vitals: Parameters<Watchdog['look']>[0]) {
	for (let each = 0; each < seconds; each += 5) {
		now += 5_000;
		watchdog.look(vitals);
	}
}

beforeEach(() => {
	now = 1_000_000;
	reloads = 0;
	stored = new Map();
});

test('what stands still for a minute while the server answers is begun anew, once', () => {
	const watchdog = open();
	pass(watchdog, 55, { well: false, answers: true });
	expect(reloads).toBe(0);
	pass(watchdog, 60, { well: false, answers: true });
	expect(reloads).toBe(1);
});

test('what heals in time is left alone', () => {
	const watchdog = open();
	for (let each = 0; each < 10; each++) {
		pass(watchdog, 50, { well: false, answers: true });
		pass(watchdog, 5, { well: true, answers: true });
	}
	expect(reloads).toBe(0);
});

test('while the server is silent nothing is reloaded; once it answers, what still stands is', () => {
	const watchdog = open();
	pass(watchdog, 3600, { well: false, answers: false });
	expect(reloads).toBe(0);
	pass(watchdog, 5, { well: false, answers: true });
	expect(reloads).toBe(1);
});

test('an error that nobody caught reloads at the next look', () => {
	const watchdog = open();
	watchdog.failed();
	pass(watchdog, 5, { well: true, answers: true });
	expect(reloads).toBe(1);
});

test('reloads that do not help come ever more seldom, a quarter of an hour apart at most', () => {
	const waited: number[] = [];
	for (let each = 0; each < 9; each++) {
		const began = now;
		const before = reloads;
		const watchdog = open();
		watchdog.failed();
		while (reloads === before) pass(watchdog, 5, { well: true, answers: true });
		waited.push((now - began) / 1000);
	}
	expect(waited.slice(0, 6)).toEqual([5, 30, 60, 120, 240, 480]);
	expect(Math.max(...waited)).toBeLessThanOrEqual(900);
});

test('after ten quiet minutes the next reload is at once again', () => {
	for (let each = 0; each < 4; each++) {
		const watchdog = open();
		watchdog.failed();
		pass(watchdog, 300, { well: true, answers: true });
	}
	const watchdog = open();
	pass(watchdog, 600, { well: true, answers: true });
	const before = reloads;
	watchdog.failed();
	pass(watchdog, 5, { well: true, answers: true });
	expect(reloads).toBe(before + 1);
});

test('a machine that slept gets a minute to come back', () => {
	const watchdog = open();
	pass(watchdog, 30, { well: false, answers: true });
	now += 3_600_000;
	watchdog.look({ well: false, answers: true });
	pass(watchdog, 50, { well: false, answers: true });
	expect(reloads).toBe(0);
});

test('where the browser keeps nothing, a page that fails at once is not reloaded again and again', () => {
	for (let page = 0; page < 3; page++) {
		const watchdog = open({ keeps: false });
		watchdog.failed();
		pass(watchdog, 55, { well: true, answers: true });
		expect(reloads).toBe(page);
		pass(watchdog, 5, { well: true, answers: true });
		expect(reloads).toBe(page + 1);
	}
});
