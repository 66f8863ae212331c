import '#test/support/runes.ts';
import type { Shown } from '#contract/shown.ts';
import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import { Showing } from '#lib/meeting/papers/showing.svelte.ts';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const part = { x: 0, y: 0.25, width: 1, height: 0.5 } as const;

function showing(takes = 0) {
	const said: Shown[] = [];
	let hear: (shown: Shown | null) => void = () => {};
	const request = async (_name: string, shown: Shown) => {
		said.push(shown);
		await new Promise((resolve) => setTimeout(resolve, takes));
		return { ok: true, output: null };
	};
	const on = (_name: string, listener: typeof hear) => {
		hear = listener;
		return () => {};
	};
	const of = new Showing({ connection: { request, on } } as unknown as Pick<LiveMeeting, 'connection'>);
	onTestFinished(() => of.close());
	return { of, said, hear: (shown: Shown | null) => hear(shown) };
}

test.each([
	['twenty a second', 0, 20],
	['as many as a slow link answers', 250, 4],
])('a pointer that moves all the time is said %s, its last place always', async (_, takes, most) => {
	const { of, said } = showing(takes);
	for (let step = 0; step <= 100; step += 1) {
		of.point({ versionId: 'v', page: 1, x: step / 100, y: 0.5 });
		await vi.advanceTimersByTimeAsync(10);
	}
	of.letGo();
	await vi.advanceTimersByTimeAsync(500);
	expect(said.length).toBeGreaterThan(most - 2);
	expect(said.length).toBeLessThanOrEqual(most + 2);
	expect(said[0]?.pointer).toEqual({ x: 0, y: 0.5 });
	expect(said.at(-1)?.pointer).toEqual({ x: 1, y: 0.5 });
});

test('a pointer that is held stays with all, one that is let go fades after two seconds', async () => {
	const { of, said } = showing();
	of.point({ versionId: 'v', page: 1, x: 0.5, y: 0.5 });
	await vi.advanceTimersByTimeAsync(5_000);
	expect(of.pointerOn('v', 1)).toBeDefined();
	expect(said.length).toBeGreaterThanOrEqual(5);
	of.letGo();
	await vi.advanceTimersByTimeAsync(2_100);
	expect(of.pointerOn('v', 1)).toBeUndefined();
	const other = showing();
	other.hear({ versionId: 'v', page: 1, part, pointer: { x: 0.1, y: 0.1 } });
	expect(other.of.pointerOn('v', 1)).toMatchObject({ x: 0.1, y: 0.1 });
	expect(other.of.pointerOn('v', 2)).toBeUndefined();
	await vi.advanceTimersByTimeAsync(2_100);
	expect(other.of.pointerOn('v', 1)).toBeUndefined();
});

test('what is seen is said while one presents; by keys the pointer begins in the middle of it', async () => {
	const { of, said } = showing();
	of.see('v', 1, part);
	await vi.advanceTimersByTimeAsync(200);
	expect(said).toEqual([]);
	of.lead('v', 2);
	expect(said).toEqual([]);
	of.lead('v', 1);
	expect(said).toEqual([{ versionId: 'v', page: 1, part, pointer: null }]);
	of.move('v', 1, { x: 0.02, y: 0 });
	await vi.advanceTimersByTimeAsync(200);
	expect(said.at(-1)).toEqual({ versionId: 'v', page: 1, part, pointer: { x: 0.52, y: 0.5 } });
});

test('a page that was just turned to is seen as large as the one before, from its head; another paper, or on one’s own, as one likes', () => {
	const { of, hear } = showing();
	hear({ versionId: 'v', page: 1, part, pointer: null });
	expect(of.partOf('v', 1)).toEqual(part);
	expect(of.partOf('v', 2)).toEqual({ ...part, y: 0 });
	expect(of.partOf('w', 1)).toBeUndefined();
	of.forget();
	expect(of.partOf('v', 1)).toBeUndefined();
});
