import { presencesOf } from '#test/support/presences.ts';
import { Island } from '#lib/meeting/island/island.ts';
import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import type { RoomMedia } from '#lib/meeting/room-media.svelte.ts';
import { stageOf, type Stage } from '#meeting/stage/stage-of.ts';
import { meetingBefore } from '#meeting/state.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const packets = new Map<string, number>();
const session = {
	reserve: ['near'] as readonly string[],
	alone: false,
	microphone: { on: false },
	countArrived: async () => new Map(packets),
	setMuted: vi.fn(),
};
const tracks = ['near', 'beyond'].map((endpointId) => ({
	consumerId: endpointId,
	endpointId,
	source: 'camera',
	muted: false,
	viewed: false,
}));
const live = {
	state: {
		...meetingBefore,
		attendance: { ...meetingBefore.attendance, came: presencesOf({ site: { devices: ['near'] } }) },
		lifecycle: { ...meetingBefore.lifecycle, phase: 'live' },
	},
	stage: stageOf(meetingBefore),
	outside: false,
	awaySince: null as number | null,
	island: null as Stage | null,
	participantId: 'me',
};
let island: Island;

beforeEach(() => {
	vi.useFakeTimers();
	packets.clear();
	session.setMuted.mockReset();
	Object.assign(session, { alone: false, microphone: { on: false } });
	Object.assign(live, { island: null, outside: false, state: { ...live.state, lifecycle: { phase: 'live' } } });
	live.awaySince = performance.now();
	island = new Island(live as unknown as LiveMeeting, { session, tracks } as unknown as RoomMedia);
	island.watch(true);
});

afterEach(() => {
	island.close();
	vi.useRealTimers();
});

/** Packets come of these for so many ms, and of no others. */
async function come(endpointIds: readonly string[], ms: number): Promise<void> {
	for (let passed = 0; passed < ms; passed += 250) {
		for (const id of endpointIds) packets.set(id, (packets.get(id) ?? 0) + 1);
		await vi.advanceTimersByTimeAsync(250);
	}
}

test('the area meets by itself from the third second of silence on, and no longer than the server is away', async () => {
	await come(['near'], 2_750);
	expect(live.island).toBeNull();
	await come(['near'], 500);
	expect(live.island).toMatchObject({ main: 'site' });
	expect(session.alone).toBe(true);
	island.watch(false);
	expect(live.island).toBeNull();
	expect(session.alone).toBe(false);
});

test('it ends where nothing comes of it any more, and where the province comes before the server does', async () => {
	await come(['near'], 3_500);
	await come([], 2_500);
	expect(live.island).toBeNull();
	await come(['near'], 1_000);
	expect(live.island).toMatchObject({ main: 'site' });
	await come(['near', 'beyond'], 1_000);
	expect(live.island).toBeNull();
});

test('who waits outside, or rests, meets nobody', async () => {
	live.outside = true;
	await come(['near'], 4_000);
	expect(live.island).toBeNull();
	Object.assign(live, { outside: false, state: { ...live.state, lifecycle: { phase: 'open', pauses: [] } } });
	await come(['near'], 1_000);
	expect(live.island).toBeNull();
});

test('a microphone that is opened meanwhile is off again afterwards; one that was on stays so', async () => {
	await come(['near'], 3_500);
	session.microphone.on = true;
	island.watch(false);
	expect(session.setMuted).toHaveBeenCalledExactlyOnceWith('microphone', true);
	session.setMuted.mockReset();
	island.watch(true);
	live.awaySince = performance.now();
	await come(['near'], 4_000);
	expect(live.island).toMatchObject({ main: 'site' });
	island.watch(false);
	expect(session.setMuted).not.toHaveBeenCalled();
});
