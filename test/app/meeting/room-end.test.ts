import '#test/support/runes.ts';
import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import { saveDeviceChoice } from '#lib/meeting/device-choice.ts';
import { Room } from '#lib/meeting/room.svelte.ts';
import { Toasts } from '#lib/ui/toasts.svelte.ts';
import { meetingBefore } from '#meeting/state.ts';
import { FakeMachine } from '#test/support/fake-machine.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

vi.mock('#lib/meeting/room-view.svelte.ts', () => ({ RoomView: class {} }));
vi.mock('#lib/media/webrtc-support.ts', () => ({ hasWebRtc: () => true }));
vi.mock('#lib/meeting/sound/own-sound.svelte.ts', () => ({
	OwnSound: class {
		maySpeak = true;
	},
}));
vi.mock('#lib/meeting/wall/wall-desk.svelte.ts', () => ({
	WallDesk: class {
		close() {}
	},
}));
vi.mock('#lib/media/tile-fit.ts', () => ({
	TileFit: class {
		close() {}
	},
}));
vi.mock('#lib/media/playback.svelte.ts', () => ({
	Playback: class {
		close() {}
	},
	setPlayback: (playback: unknown) => playback,
}));

let room: Room;
let attending: { in(): void; out(): void };
let cameras: { readonly tracks: { readonly readyState: string }[] };
let microphones: typeof cameras;

beforeEach(async () => {
	const machine = new FakeMachine();
	const page = new EventTarget();
	const listening = {
		addEventListener: page.addEventListener.bind(page),
		removeEventListener: page.removeEventListener.bind(page),
		document: Object.assign(page, { visibilityState: 'visible' }),
		screen: { width: 1920, height: 1080 },
	};
	for (const [name, value] of Object.entries({ ...machine.globals(), ...listening })) vi.stubGlobal(name, value);
	cameras = machine.plugIn('videoinput', 'lid', 'Máy quay');
	microphones = machine.plugIn('audioinput', 'built-in', 'Micro');
	saveDeviceChoice({ camera: true, microphone: true });
	const live = {
		attend: (given: typeof attending) => (attending = given),
		connection: {
			on: () => () => {},
			handle() {},
			watch() {},
			request: async () => ({ ok: false, code: 'unavailable' }),
		},
		state: meetingBefore,
		stage: { main: null, audio: [], secondary: [], contentDeviceId: null, announcing: [], cued: [] },
		deviceId: 'mine',
		participantId: 'p',
		now: () => 0,
		may: () => true,
		iceServers: [],
		close() {},
	};
	const parts = { meetingId: 'm', personId: 'p', toasts: new Toasts(), isTerminal: false };
	room = new Room({ ...parts, live: live as unknown as LiveMeeting });
	room.media.openDevices();
});

afterEach(() => {
	room.close();
	vi.unstubAllGlobals();
});

test('camera and microphone open when the meeting lets this device in, and end when it is over for it', async () => {
	expect([...cameras.tracks, ...microphones.tracks]).toEqual([]);
	attending.in();
	await vi.waitUntil(() => room.media.cameraOn && room.media.microphoneOn, { timeout: 10_000 });
	const opened = () => [...cameras.tracks, ...microphones.tracks].map(({ readyState }) => readyState);
	expect(opened()).toEqual(['live', 'live']);
	// Signed out elsewhere, closed, uninvited, or the meeting has ended: LiveMeeting tells of each.
	attending.out();
	expect(opened()).toEqual(['ended', 'ended']);
	attending.out();
	await room.media.session.publishCamera();
	expect(opened(), 'and nothing opens them again').toEqual(['ended', 'ended']);
});
