import '#test/support/runes.ts';
import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import { RoomMedia } from '#lib/meeting/room-media.svelte.ts';
import { Toasts } from '#lib/ui/toasts.svelte.ts';
import { FakeMachine } from '#test/support/fake-machine.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

/** All is well: what this device sends gets out, and what others send comes in. */
const well = { on: true, flow: 'flowing', letOut: true, send: 'connected', receive: 'connected' };
let given: typeof well;
let others: { source: string; endpointId: string; muted: boolean }[];

vi.mock('#lib/meeting/sound/own-sound.svelte.ts', () => ({
	OwnSound: class {
		get letOut() {
			return given.letOut;
		}
	},
}));
vi.mock('#lib/media/tile-fit.ts', () => ({ TileFit: class {} }));
vi.mock('#lib/media/playback.svelte.ts', () => ({ Playback: class {}, setPlayback: () => {} }));
vi.mock('#lib/media/connection-signalling.ts', () => ({ signallingOver: () => {} }));
vi.mock('#lib/meeting/devices/own-devices.svelte.ts', () => ({ OwnDevices: class {} }));
vi.mock('#lib/media/media-session.svelte.ts', () => ({
	MediaSession: class {
		get microphone() {
			return { on: given.on, flow: given.flow };
		}
		get joining() {
			return { paths: { send: given.send, receive: given.receive } };
		}
		get remote() {
			return others;
		}
	},
}));

let media: RoomMedia;

beforeEach(() => {
	for (const [name, value] of Object.entries(new FakeMachine().globals())) vi.stubGlobal(name, value);
	vi.stubGlobal('screen', { width: 1920, height: 1080 });
	given = { ...well };
	others = [{ source: 'microphone', endpointId: 'theirs', muted: false }];
	media = new RoomMedia({ deviceId: 'mine' } as unknown as LiveMeeting, new Toasts(), false);
});

afterEach(() => vi.unstubAllGlobals());

describe('“on air” is said of what really leaves', () => {
	test('all is well', () => {
		expect(media.onAir).toBe(true);
		expect(media.isHeard('mine')).toBe(true);
	});

	test.each([
		['the microphone is off', { on: false }],
		['the stage does not let it out', { letOut: false }],
		['the transport never left `new`', { send: 'new' }],
		['the transport has failed', { send: 'failed' }],
		['the transport is cut', { send: 'disconnected' }],
		['nothing leaves it', { flow: 'stalled' }],
		['nothing has left it yet', { flow: 'none' }],
	])('not where %s', (_, change) => {
		Object.assign(given, change);
		expect(media.onAir).toBe(false);
		expect(media.isHeard('mine')).toBe(false);
	});
});

describe('“heard” is said of whom this device really receives', () => {
	test('whose sound comes in', () => expect(media.isHeard('theirs')).toBe(true));

	test.each([
		['the transport never left `new`', { receive: 'new' }, {}],
		['the transport has failed', { receive: 'failed' }, {}],
		['they are muted', {}, { muted: true }],
		['it is their picture', {}, { source: 'camera' }],
		['it is somebody else', {}, { endpointId: 'another' }],
	])('not where %s', (_, path, track) => {
		Object.assign(given, path);
		others = others.map((each) => ({ ...each, ...track }));
		expect(media.isHeard('theirs')).toBe(false);
	});
});
