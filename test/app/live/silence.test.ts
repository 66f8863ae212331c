import { heartbeat } from '#contract/heartbeat.ts';
import { Silence } from '#lib/live/silence.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let told: (number | null)[];
let silence: Silence;
let page: { hidden: boolean };

beforeEach(() => {
	vi.useFakeTimers();
	page = { hidden: false };
	vi.stubGlobal('document', page);
	told = [];
	silence = new Silence((since) => told.push(since));
});

afterEach(() => {
	silence.stop();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

/** The page's own loop stands still for so long: what was due meanwhile comes after it. */
function hold(ms: number): void {
	const real = performance.now.bind(performance);
	const clock = vi.spyOn(performance, 'now').mockImplementation(() => real() + ms);
	vi.advanceTimersToNextTimer();
	clock.mockRestore();
}

test('a server that stops is silent 1.2 s after its last ping, and no more once it is heard', () => {
	silence.hear();
	vi.advanceTimersByTime(1_100);
	silence.hear();
	const last = performance.now();
	vi.advanceTimersByTime(1_199);
	expect(told).toEqual([]);
	vi.advanceTimersByTime(1);
	expect(told).toEqual([last]);
	vi.advanceTimersByTime(60_000);
	silence.hear();
	expect(told).toEqual([last, null]);
});

test('over a way that delays each packet by up to 300 ms no ping is missed, and a cut is told in time whenever it comes', () => {
	const { pingEvery, silentAfter } = heartbeat;
	// The server pings so long after the last answer: both have taken longest, and the ping before them was there at once.
	const latest = pingEvery + 300 + 300;
	for (let ping = 0; ping < 10; ping += 1) {
		silence.hear();
		vi.advanceTimersByTime(latest);
	}
	expect(told).toEqual([]);
	expect(silentAfter, 'what a busy machine takes until it is seen is left of 1.5 s').toBeLessThanOrEqual(1_250);
});

test('before the first ping nothing is expected, nor after the connection has gone', () => {
	vi.advanceTimersByTime(60_000);
	silence.hear();
	silence.stop();
	vi.advanceTimersByTime(60_000);
	silence.hear();
	expect(told).toEqual([]);
});

test('a page that was held up hears what came meanwhile before it says anything', () => {
	silence.hear();
	vi.advanceTimersByTime(1_100);
	hold(5_000);
	expect(told).toEqual([]);
	vi.advanceTimersByTime(99);
	expect(told).toEqual([]);
	vi.advanceTimersByTime(1);
	expect(told, 'nothing had come').toHaveLength(1);
});

test('a hidden page says nothing; shown again, it gives the server its time', () => {
	silence.hear();
	page.hidden = true;
	vi.advanceTimersByTime(60_000);
	page.hidden = false;
	vi.advanceTimersByTime(1_000);
	expect(told).toEqual([]);
	silence.hear();
	expect(told).toEqual([]);
});
