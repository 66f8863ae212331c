import '../../../support/runes.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LocalSource } from '#lib/media/local-source.svelte.ts';
import { mediaProfiles } from '#lib/media/media-profiles.ts';
import type { MediaSession } from '#lib/media/media-session.svelte.ts';
import { loadDeviceChoice } from '#lib/meeting/device-choice.ts';
import { OwnDevices } from '#lib/meeting/devices/own-devices.svelte.ts';
import { Toasts } from '#lib/ui/toasts.svelte.ts';
import { FakeMachine } from '../../../support/fake-machine.ts';

let machine: FakeMachine;
let session: Pick<MediaSession, 'camera' | 'microphone'>;
let own: OwnDevices;
let toasts: Toasts;
/** what the person has been told, since the last look */
let told: string[];

beforeEach(() => {
	vi.useFakeTimers();
	machine = new FakeMachine();
	machine.plugIn('audioinput', 'built-in', 'Micro sẵn có');
	machine.plugIn('audiooutput', 'speakers', 'Loa sẵn có');
	machine.plugIn('videoinput', 'lid', 'Máy quay nắp máy');
	for (const [name, value] of Object.entries(machine.globals())) vi.stubGlobal(name, value);
	told = [];
	toasts = new Toasts();
	vi.spyOn(toasts, 'show').mockImplementation((_tone, text) => void told.push(text));
});

afterEach(() => {
	own.close();
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

async function enter() {
	const look = () => void own?.look();
	session = {
		camera: new LocalSource('camera', mediaProfiles.room, look),
		microphone: new LocalSource('microphone', mediaProfiles.room, look),
	};
	own = new OwnDevices(session as MediaSession, toasts);
	await session.microphone.start(own.best('microphone'));
	await session.camera.start(own.best('camera'));
	await settle();
}

it('a browser that refuses to list its devices for a moment takes none away, and fails nothing', async () => {
	await enter();
	tell();
	const list = vi.spyOn(navigator.mediaDevices, 'enumerateDevices');
	list.mockRejectedValueOnce(new DOMException('not fully active', 'InvalidStateError'));
	await own.follow();
	expect([own.list.microphone.length, tell()]).toEqual([1, []]);
});

/** Until nobody waits for a device any more. */
const settle = () => vi.advanceTimersByTimeAsync(0);
const tell = () => told.splice(0);

it('says what replaces a device that is pulled out, and goes back to it when it returns', async () => {
	const headset = machine.plugIn('audioinput', 'headset', 'Tai nghe');
	await enter();
	await own.choose('microphone', 'headset');
	expect([session.microphone.usedId, tell()]).toEqual(['headset', []]);
	headset.pullOut();
	await settle();
	expect(session.microphone.usedId).toBe('built-in');
	expect(tell()).toEqual(['Tai nghe đã rút, đang dùng Micro sẵn có.']);
	machine.plugIn('audioinput', 'headset', 'Tai nghe');
	await settle();
	expect(session.microphone.usedId).toBe('headset');
	expect(tell()).toEqual(['Micro: đang dùng Tai nghe.']);
	expect(own.offers).toEqual([]);
});

it('uses what the person had before, also under another id, when it is plugged in', async () => {
	machine.plugIn('audioinput', 'headset', 'Tai nghe').pullOut();
	await enter();
	const headset = machine.plugIn('audioinput', 'headset', 'Tai nghe');
	await settle();
	await own.choose('microphone', 'headset');
	headset.pullOut();
	await settle();
	await own.choose('microphone', 'built-in');
	tell();
	machine.plugIn('audioinput', 'new id', 'Tai nghe');
	await settle();
	expect(session.microphone.usedId, 'built-in was chosen while it was away').toBe('new id');
	await own.choose('microphone', 'built-in');
	await own.follow();
	expect(session.microphone.usedId, 'preferred to it').toBe('built-in');
});

it('offers what is new, microphone and loudspeaker of a headset in one', async () => {
	await enter();
	machine.plugIn('audioinput', 'headset', 'Tai nghe', 'case');
	machine.plugIn('audiooutput', 'headset out', 'Tai nghe (loa)', 'case');
	await settle();
	expect(own.offers.map(({ devices }) => devices.map(({ kind }) => kind))).toEqual([['microphone', 'speaker']]);
	expect(session.microphone.usedId, 'not unasked').toBe('built-in');
	const offer = own.offers[0] ?? expect.fail('there is an offer');
	await own.accept(offer);
	expect([session.microphone.usedId, own.speakerId, own.offers]).toEqual(['headset', 'headset out', []]);
	expect(loadDeviceChoice().ranked.speaker).toEqual([{ id: 'headset out', label: 'Tai nghe (loa)' }]);
});

it('an offer goes with its device', async () => {
	await enter();
	const headset = machine.plugIn('audioinput', 'headset', 'Tai nghe');
	await settle();
	expect(own.offers).toHaveLength(1);
	headset.pullOut();
	await settle();
	expect(own.offers).toEqual([]);
});

it('sound comes out of another loudspeaker when the chosen one is pulled out, and says so', async () => {
	const headset = machine.plugIn('audiooutput', 'headset out', 'Tai nghe');
	await enter();
	await own.choose('speaker', 'headset out');
	headset.pullOut();
	await settle();
	expect(own.speakerId).toBeNull();
	expect(tell()).toEqual(['Tai nghe đã rút, đang dùng Mặc định của thiết bị.']);
	machine.plugIn('audiooutput', 'headset out', 'Tai nghe');
	await settle();
	expect(own.speakerId).toBe('headset out');
});

it('the only camera is pulled out and comes back: told, and open again by itself', async () => {
	await enter();
	machine.pullOut('lid');
	await settle();
	expect([session.camera.on, session.camera.wanted]).toEqual([false, true]);
	expect(tell()).toEqual([
		'Máy quay nắp máy đã rút. Máy quay: không còn thiết bị nào khác; khi cắm lại, thiết bị tự mở.',
	]);
	machine.plugIn('videoinput', 'lid', 'Máy quay nắp máy');
	await settle();
	expect([session.camera.on, tell()]).toEqual([true, ['Máy quay: đang dùng Máy quay nắp máy.']]);
});

it('keeps what works when another does not open: told, and neither tried over and over nor remembered', async () => {
	machine.plugIn('videoinput', 'desk', 'Máy quay bàn').taken = true;
	await enter();
	await own.choose('camera', 'desk');
	expect([session.camera.usedId, session.camera.on, session.camera.problem]).toEqual(['lid', true, null]);
	expect(tell()).toHaveLength(1);
	expect(loadDeviceChoice().ranked.camera).toEqual([]);
	const tries = machine.opened;
	await own.follow();
	expect(machine.opened).toBe(tries);
});

it('what the person allows later opens without a reload', async () => {
	machine.allow('camera', false);
	await enter();
	expect([session.camera.on, session.camera.problem]).toEqual([false, 'denied']);
	machine.allow('camera', true);
	await settle();
	expect(session.camera.on).toBe(true);
});

it('follows the system’s default where the person has left it to the system', async () => {
	machine.defaults.audioinput = 'built-in';
	await enter();
	machine.defaults.audioinput = 'headset';
	machine.plugIn('audioinput', 'headset', 'Tai nghe');
	await settle();
	expect(session.microphone.track?.label).toBe('Default - Tai nghe');
	expect([tell(), own.offers]).toEqual([['Micro: đang dùng Tai nghe.'], []]);
});
