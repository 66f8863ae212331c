import { DecodeWatch } from '#lib/media/decode-watch.ts';
import type { Frames } from '#lib/media/strain.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** What the browser counts of the one picture that is shown. */
let picture: { id: string; received: number; decoded: number; dropped?: number; lost?: number } | undefined;
let told: string[];
let missing: number;
/** the last of a second */
let frames: Frames;
/** The browser says how many frames came. */
let counts: boolean;
let watch: DecodeWatch;

beforeEach(() => {
	vi.useFakeTimers();
	picture = { id: 'first', received: 0, decoded: 0 };
	told = [];
	missing = 0;
	counts = true;
	watch = new DecodeWatch({
		due: () => (picture ? [{ key: 'room/camera', consumer: { id: picture.id, getStats }, moves: true }] : []),
		renew: (consumerId) => void told.push(`renew ${consumerId}`),
		onStuck: () => void told.push('stuck'),
		onFrozen: (frozen) => void (told.at(-1) !== `frozen ${frozen}` && told.push(`frozen ${frozen}`)),
		onMissing: () => (missing += 1),
		onFrames: (each) => (frames = each),
	});
});

afterEach(() => {
	watch.close();
	vi.useRealTimers();
});

async function getStats(): Promise<RTCStatsReport> {
	const report = {
		type: 'inbound-rtp',
		framesReceived: counts ? picture?.received : undefined,
		framesDecoded: picture?.decoded,
		framesDropped: picture?.dropped,
		packetsLost: picture?.lost,
	};
	return new Map<string, unknown>([['inbound', report]]) as unknown as RTCStatsReport;
}

/** `frames` come in each second, and so many are decoded. */
async function run(seconds: number, frames: number, decoded = frames): Promise<void> {
	for (let second = 0; second < seconds; second += 1) {
		if (picture) picture = { ...picture, received: picture.received + frames, decoded: picture.decoded + decoded };
		await vi.advanceTimersByTimeAsync(1_000);
	}
}

test('a decoder that gives nothing of what comes is made anew, and where that does not help the device joins anew', async () => {
	await run(5, 25);
	expect(told).toEqual(['frozen false']);
	await run(4, 25, 0);
	expect(told, 'a moment').toEqual(['frozen false']);
	await run(2, 25, 0);
	expect(told.slice(1)).toEqual(['frozen true', 'renew first']);
	// The new consumer counts from the beginning.
	picture = { id: 'second', received: 0, decoded: 0 };
	await run(7, 25, 0);
	expect(told.slice(3)).toEqual(['frozen true', 'stuck']);
	await run(2, 25);
	expect(told.slice(5)).toEqual(['frozen false']);
});

test('the first remedy is tried first again after it has helped', async () => {
	await run(7, 25, 0);
	picture = { id: 'second', received: 0, decoded: 0 };
	await run(3, 25);
	await run(7, 25, 0);
	expect(told).toEqual(['frozen true', 'renew first', 'frozen false', 'frozen true', 'renew second']);
});

test.each([
	['a source that sends nothing', 0],
	['a screen on which little changes', 0.5],
])('%s is no frozen decoder', async (_, frames) => {
	await run(3, 25);
	await run(9, frames, 0);
	expect(told).toEqual(['frozen false']);
});

test('nor is a page that slept, or a picture that is not shown', async () => {
	await run(3, 25);
	if (picture) picture = { ...picture, received: picture.received + 500 };
	vi.setSystemTime(Date.now() + 60_000);
	vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
	await run(1, 25, 0);
	vi.restoreAllMocks();
	picture = undefined;
	await run(20, 25);
	expect(told).toEqual(['frozen false']);
});

test('a picture of which nothing comes is missed, a browser that does not count is not believed', async () => {
	await run(3, 25);
	await run(12, 0);
	expect(missing, 'after 3 s, and 6 s more').toBe(2);
	await run(3, 25);
	expect(missing).toBe(2);
	await run(4, 0);
	expect(missing, 'from the beginning').toBe(3);
	counts = false;
	await run(60, 0);
	expect(missing).toBe(3);
});

test('what comes and what of it is dropped is counted anew each second, and anew where another picture counts', async () => {
	await run(1, 25);
	await run(1, 25);
	expect(frames).toEqual({ came: 25, dropped: 0, lossy: false });
	if (picture) picture.dropped = 10;
	await run(1, 30);
	expect(frames).toEqual({ came: 30, dropped: 10, lossy: false });
	if (picture) picture.lost = 3;
	await run(1, 30);
	expect(frames).toEqual({ came: 30, dropped: 0, lossy: true });
	picture = { id: 'second', received: 0, decoded: 0, dropped: 0 };
	await run(1, 20);
	expect(frames, 'it counts from the beginning').toEqual({ came: 0, dropped: 0, lossy: false });
	await run(1, 20);
	expect(frames).toEqual({ came: 20, dropped: 0, lossy: false });
});
