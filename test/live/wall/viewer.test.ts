import type { Still } from '#contract/wall.ts';
import { LatestStills } from '#live/wall/latest-stills.ts';
import { Viewer } from '#live/wall/viewer.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

let now: number;
let stills: LatestStills;
let sent: { readonly ids: string[]; readonly acknowledge: () => void; readonly lose: () => void }[];

const jpeg = Uint8Array.of(0xff, 0xd8, 0xff);
const send = (batch: readonly Still[]) =>
	new Promise<void>((acknowledge, reject) => {
		const lose = () => reject(new Error('no answer'));
		sent.push({ ids: batch.map(({ participantId }) => participantId), acknowledge, lose });
	});
const settled = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
	now = 1_000;
	stills = new LatestStills(() => now);
	sent = [];
});

test('what came since is sent, once', async () => {
	stills.put('a', jpeg);
	const since = stills.get('a')?.at ?? 0;
	stills.put('b', jpeg);
	const viewer = new Viewer(stills, since, send);
	void viewer.show();
	expect(sent.map(({ ids }) => ids)).toEqual([['b']]);
	sent[0]?.acknowledge();
	await settled();
	void viewer.show();
	expect(sent).toHaveLength(1);
});

test('a device that does not acknowledge gets nothing more; then the latest of each, the oldest first', async () => {
	const viewer = new Viewer(stills, 0, send);
	const come = (id: string) => {
		stills.put(id, jpeg);
		viewer.note(id);
	};
	come('a');
	void viewer.show();
	for (const id of ['b', 'c', 'b']) come(id);
	void viewer.show();
	expect(sent.map(({ ids }) => ids)).toEqual([['a']]);
	sent[0]?.lose();
	await settled();
	void viewer.show();
	expect(sent[1]?.ids).toEqual(['a', 'c', 'b']);
});

describe('a wall full of stills', () => {
	let viewer: Viewer;
	beforeEach(() => {
		vi.useFakeTimers({ toFake: ['performance'] });
		for (let index = 0; index < 200; index++) stills.put(`site-${index}`, jpeg);
		viewer = new Viewer(stills, 0, send);
	});
	afterEach(() => void vi.useRealTimers());

	/** Shows what is due, which takes the link so long, in ms. */
	async function show(took: number): Promise<void> {
		void viewer.show();
		vi.advanceTimersByTime(took);
		sent.at(-1)?.acknowledge();
		await settled();
	}

	test('comes in pieces, as large as the link takes them', async () => {
		for (const took of [100, 100, 100, 100, 1_500, 1_500, 100]) await show(took);
		expect(sent.map(({ ids }) => ids.length)).toEqual([8, 16, 32, 32, 32, 16, 8]);
		expect(new Set(sent.flatMap(({ ids }) => ids)).size).toBe(144);
	});

	test('is not sent when it is stale', async () => {
		await show(100);
		now += 61_000;
		await show(100);
		expect(sent).toHaveLength(1);
	});
});

test('a still is a copy of its own: the memory it came in may be used again', () => {
	const received = Uint8Array.of(0xff, 0xd8, 0xff, 1);
	stills.put('a', received.subarray(0, 3));
	received.fill(0);
	expect(stills.get('a')?.jpeg).toEqual(jpeg);
});
