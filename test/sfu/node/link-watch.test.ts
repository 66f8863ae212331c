import { LinkWatch, type LinkWatchPort } from '#sfu/node/link-watch.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const worker = {};

function conference(id: string, size: number, isSuspect: boolean, tookMs = 0) {
	const measuring = { now: 0, most: 0 };
	const measured = new Map<string, number>();
	const endpoints = Array.from({ length: size }, (_, index) => {
		const endpointId = `${id}-${index}`;
		const measure = async () => {
			measured.set(endpointId, (measured.get(endpointId) ?? 0) + 1);
			measuring.most = Math.max(measuring.most, (measuring.now += 1));
			if (tookMs > 0) await new Promise((resolve) => setTimeout(resolve, tookMs));
			measuring.now -= 1;
			return { endpointId };
		};
		return { id: endpointId, probe: false, seat: { worker }, leg: { link: { isSuspect, measure } } };
	});
	return { id, closed: false, endpoints, measured, measuring };
}

async function watch(rounds: number, ...conferences: ReturnType<typeof conference>[]) {
	const port = { conferences: () => conferences, tell() {}, log: { debug() {} } } as unknown as LinkWatchPort;
	const watched = new LinkWatch(port);
	await vi.advanceTimersByTimeAsync(rounds * 1_000);
	watched.close();
}

test('every link has its turn, also where all of a province are in trouble, and in the second meeting', async () => {
	const [first, second] = [conference('first', 320, true), conference('second', 40, true)];
	await watch(15, first, second);
	expect(first.measured.size).toBe(320);
	expect(second.measured.size).toBe(40);
});

test('a link that does well is measured every sixth round', async () => {
	const calm = conference('calm', 100, false);
	await watch(30, calm);
	for (const times of calm.measured.values()) expect(times).toBeGreaterThanOrEqual(4);
	for (const times of calm.measured.values()) expect(times).toBeLessThanOrEqual(5);
});

test('however many are due, a worker is asked about a few at a time: what others want of it comes between', async () => {
	const slow = conference('slow', 160, true, 20);
	await watch(15, slow);
	expect(slow.measured.size).toBe(160);
	expect(slow.measuring.most).toBe(8);
});
