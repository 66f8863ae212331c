import '#test/support/runes.ts';
import type { StillTurns } from '#contract/wall.ts';
import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import { OwnStills } from '#lib/meeting/wall/own-stills.svelte.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

vi.mock('#lib/media/take-still.ts', () => ({ takeStill: () => Promise.resolve(new Uint8Array([0xff, 0xd8, 0xff])) }));

let told: Map<string, (message: StillTurns | null) => void>;
let sentAt: number[];
let camera: MediaStream | undefined;
let live: { link: string; connection: object };
let stills: OwnStills;

const turns: StillTurns = { everyMs: 10_000, afterMs: 7_000, soonMs: 500 };
const wanted = (message: StillTurns | null) => told.get('wall/wanted')?.(message);

beforeEach(() => {
	vi.useFakeTimers({ now: 0 });
	told = new Map();
	sentAt = [];
	camera = {} as MediaStream;
	live = {
		link: 'connected',
		connection: {
			on: (name: string, listener: (message: StillTurns | null) => void) => {
				told.set(name, listener);
				return () => told.delete(name);
			},
			request: () => {
				sentAt.push(Date.now());
				return Promise.resolve({ ok: true, output: null });
			},
		},
	};
	stills = new OwnStills(live as unknown as LiveMeeting, () => camera);
});
afterEach(() => void vi.useRealTimers());

test('one out of turn, then one in each turn', async () => {
	wanted(turns);
	expect(stills.wanted).toBe(true);
	await vi.advanceTimersByTimeAsync(30_000);
	expect(sentAt).toEqual([500, 7_000, 17_000, 27_000]);
});

test('other turns take the place of the former ones', async () => {
	wanted(turns);
	await vi.advanceTimersByTimeAsync(1_000);
	wanted({ ...turns, soonMs: null });
	await vi.advanceTimersByTimeAsync(10_000);
	expect(sentAt).toEqual([500, 8_000]);
});

test.each([
	['nobody looks any more', () => wanted(null)],
	['the link was renewed', () => told.get('welcome')?.(null)],
	['the page is left', () => stills.close()],
])('nothing is sent when %s', async (_when, end) => {
	wanted(turns);
	await vi.advanceTimersByTimeAsync(1_000);
	end();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(sentAt).toEqual([500]);
	expect(stills.wanted).toBe(false);
	expect(vi.getTimerCount()).toBe(0);
});

test('nothing is sent of a camera that is off, nor over a link that is down', async () => {
	wanted(turns);
	camera = undefined;
	await vi.advanceTimersByTimeAsync(10_000);
	camera = {} as MediaStream;
	live.link = 'reconnecting';
	await vi.advanceTimersByTimeAsync(10_000);
	expect(sentAt).toEqual([]);
	live.link = 'connected';
	await vi.advanceTimersByTimeAsync(10_000);
	expect(sentAt).toEqual([27_000]);
});
