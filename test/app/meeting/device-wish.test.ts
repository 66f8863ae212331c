import '../../support/runes.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import { LocalSource } from '#lib/media/local-source.svelte.ts';
import { mediaProfiles } from '#lib/media/media-profiles.ts';
import { loadDeviceChoice, saveDeviceChoice } from '#lib/meeting/device-choice.ts';
import { RoomMedia } from '#lib/meeting/room-media.svelte.ts';
import { Toasts } from '#lib/ui/toasts.svelte.ts';
import { FakeMachine } from '../../support/fake-machine.ts';

vi.mock('#lib/meeting/sound/own-sound.svelte.ts', () => ({
	OwnSound: class {
		maySpeak = true;
	},
}));
vi.mock('#lib/media/tile-fit.ts', () => ({ TileFit: class {} }));
vi.mock('#lib/media/playback.svelte.ts', () => ({ Playback: class {}, setPlayback: () => {} }));
vi.mock('#lib/media/connection-signalling.ts', () => ({ signallingOver: () => {} }));
vi.mock('#lib/media/media-session.svelte.ts', () => ({
	MediaSession: class {
		camera = new LocalSource('camera', mediaProfiles.room, () => {});
		microphone = new LocalSource('microphone', mediaProfiles.room, () => {});
		screen = new LocalSource('screen', mediaProfiles.room, () => {});
		publishCamera = (deviceId: string | null) => this.camera.start(deviceId);
		publishMicrophone = (deviceId: string | null) => this.microphone.start(deviceId);
		shareScreen = (permit: Promise<boolean>) => this.screen.start(null, permit);
		setMuted = (_source: 'microphone', muted: boolean) => this.microphone.setMuted(muted);
	},
}));

vi.mock('#lib/media/webrtc-support.ts', () => ({ hasWebRtc: () => hasWebRtc }));

let hasWebRtc: boolean;
let machine: FakeMachine;
let media: RoomMedia;
let told: string[];
const give = vi.fn();
const live = { give, state: { stage: { content: { deviceId: 'mine' } } }, deviceId: 'mine' };

beforeEach(() => {
	hasWebRtc = true;
	machine = new FakeMachine();
	for (const [name, value] of Object.entries(machine.globals())) vi.stubGlobal(name, value);
	vi.stubGlobal('screen', { width: 1920, height: 1080 });
	told = [];
	const toasts = new Toasts();
	vi.spyOn(toasts, 'show').mockImplementation((_tone, text) => void told.push(text));
	give.mockReset().mockResolvedValue({ ok: true, output: { seq: 1 } });
	media = new RoomMedia(live as unknown as LiveMeeting, toasts, false);
});

afterEach(() => {
	media.devices.close();
	vi.unstubAllGlobals();
});

it('what did not open is still wanted in the next meeting; only what the person switches off is not', async () => {
	saveDeviceChoice({ camera: false, microphone: false });
	await media.switches.toggleCamera();
	await media.switches.toggleMicrophone();
	expect([media.cameraOn, media.microphoneOn, told.length], 'there are none').toEqual([false, false, 2]);
	expect(loadDeviceChoice()).toMatchObject({ camera: true, microphone: true });
	await media.switches.toggleMicrophone();
	expect(loadDeviceChoice().microphone, 'pressed once more, for the same').toBe(true);
	machine.plugIn('audioinput', 'built-in', 'Micro sẵn có');
	await media.switches.toggleMicrophone();
	expect(media.microphoneOn).toBe(true);
	await media.switches.toggleMicrophone();
	expect([media.microphoneOn, loadDeviceChoice().microphone]).toEqual([false, false]);
});

it('a room shows whom it carries as heard while its own sound leaves', () => {
	const onAir = vi.spyOn(media, 'onAir', 'get').mockReturnValue(true);
	expect(media.isHeard('mine')).toBe(true);
	onAir.mockReturnValue(false);
	expect(media.isHeard('mine')).toBe(false);
});

it('a stage that refuses closes the screen that was chosen meanwhile; a choice that is closed gives the stage back', async () => {
	const stop = vi.fn();
	const track = Object.assign(new EventTarget(), { kind: 'video', enabled: true, stop, getSettings: () => ({}) });
	const getDisplayMedia = vi.fn(async () => ({ getTracks: () => [track] }));
	Object.assign(navigator.mediaDevices, { getDisplayMedia });
	const answer = Promise.withResolvers<unknown>();
	give.mockReturnValueOnce(answer.promise);
	const refused = media.screen.start();
	expect([getDisplayMedia.mock.calls.length, give.mock.calls.length], 'both at once').toEqual([1, 1]);
	answer.resolve({ ok: false, code: 'content-in-use' });
	await refused;
	expect([stop.mock.calls.length, media.screen.stream]).toEqual([1, undefined]);
	expect(told.splice(0)).toEqual(['Một người khác đang chia sẻ nội dung. Hãy đề nghị người ấy dừng trước.']);

	getDisplayMedia.mockRejectedValueOnce(new DOMException('Permission denied', 'NotAllowedError'));
	await media.screen.start();
	expect(told).toEqual(['Chưa chia sẻ: không có màn hình nào được chọn.']);
	expect(give).toHaveBeenLastCalledWith('end-content', {});
});

it('nothing is opened before the meeting lets this device in, nor where nothing could be sent', async () => {
	machine.plugIn('audioinput', 'built-in', 'Micro sẵn có');
	machine.plugIn('videoinput', 'lid', 'Máy quay');
	saveDeviceChoice({ camera: true, microphone: true });
	media.openDevices();
	await Promise.resolve();
	expect([machine.opened, media.session.camera.wanted, media.session.microphone.wanted]).toEqual([0, false, false]);
	hasWebRtc = false;
	media.enter();
	expect([media.session.camera.wanted, media.session.microphone.wanted]).toEqual([false, false]);
	hasWebRtc = true;
	media.openDevices();
	await vi.waitUntil(() => media.cameraOn && media.microphoneOn, { timeout: 10_000 });
	expect(machine.opened).toBe(2);
});
