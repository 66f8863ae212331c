import '#test/support/runes.ts';
import { PatientLink, Refused } from '#lib/papers/patient-link.svelte.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let link: PatientLink;
let page: EventTarget;
beforeEach(() => {
	vi.useFakeTimers({ now: 0 });
	page = new EventTarget();
	vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
	link = new PatientLink();
});
afterEach(() => {
	link.close();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

const never = new AbortController().signal;

/** Fails until the link is whole; says when it was tried. */
function onCutLink() {
	const tries: number[] = [];
	const at = { whole: false };
	const attempt = async () => {
		tries.push(Date.now());
		if (!at.whole) throw new TypeError('Failed to fetch');
		return 'bytes';
	};
	return { tries, at, attempt };
}

test('what failed is tried again until the link is back, ever more slowly, and leaves no trace', async () => {
	const { tries, at, attempt } = onCutLink();
	const got = link.get(attempt, never);
	await vi.advanceTimersByTimeAsync(40_000);
	expect(tries).toEqual([0, 500, 1_500, 3_500, 7_500, 15_500, 25_500, 35_500]);
	expect(link.interrupted).toBe(true);
	at.whole = true;
	await vi.advanceTimersByTimeAsync(10_000);
	await expect(got).resolves.toBe('bytes');
	expect(link.interrupted).toBe(false);
});

test.each([
	['a link that is back', () => page.dispatchEvent(new Event('online'))],
	['somebody who does not want to wait', () => link.retry()],
])('%s makes all try at once', async (_who, wake) => {
	const first = onCutLink();
	const second = onCutLink();
	const got = Promise.all([link.get(first.attempt, never), link.get(second.attempt, never)]);
	await vi.advanceTimersByTimeAsync(30_000);
	first.at.whole = second.at.whole = true;
	wake();
	await expect(got).resolves.toEqual(['bytes', 'bytes']);
	expect(Date.now()).toBe(30_000);
});

test('a refusal is not tried again', async () => {
	const attempt = vi.fn(async () => Promise.reject(new Refused('403')));
	await expect(link.get(attempt, never)).rejects.toBeInstanceOf(Refused);
	expect(attempt).toHaveBeenCalledTimes(1);
	expect(link.interrupted).toBe(false);
});

test('nobody wants it any more: no further attempt, and nothing waits', async () => {
	const { tries, attempt } = onCutLink();
	const stop = new AbortController();
	const got = link.get(attempt, stop.signal);
	await vi.advanceTimersByTimeAsync(1_000);
	stop.abort(new Error('closed'));
	await expect(got).rejects.toThrow('closed');
	await vi.advanceTimersByTimeAsync(60_000);
	expect(tries).toHaveLength(2);
	expect(link.interrupted).toBe(false);
});
