import '../../support/runes.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { MediaConnectionPort } from '#lib/media/media-connection.ts';
import { mediaProfiles } from '#lib/media/media-profiles.ts';
import { MediaSession } from '#lib/media/media-session.svelte.ts';
import type { Wanted } from '#lib/media/sent-tracks.ts';
import type { Source } from '#sfu/link/contract-endpoint.ts';
import { FakeServer, fakeTrack } from './fake-sending.ts';

/** One incarnation at the server; `refuses`: what is asked of the microphone. */
const connections: { port: MediaConnectionPort; applied: [Source, boolean | null][] }[] = [];
let refuses = false;

vi.mock('#lib/media/media-connection.ts', () => ({
	MediaConnection: class {
		over = false;
		readonly #applied: [Source, boolean | null][] = [];
		constructor(port: MediaConnectionPort) {
			connections.push({ port, applied: this.#applied });
		}
		async open() {
			return [];
		}
		async apply(source: Source, wanted: Wanted) {
			this.#applied.push([source, wanted && wanted.muted]);
			if (refuses && wanted) throw new Error('refused');
		}
		close() {
			this.over = true;
		}
	},
}));

let session: MediaSession;

beforeEach(async () => {
	vi.useFakeTimers();
	connections.length = 0;
	refuses = false;
	const track = Object.assign(new EventTarget(), fakeTrack('audio'), { stop: () => {} });
	const getUserMedia = async () => ({ getTracks: () => [track] });
	const events = { addEventListener: () => {}, removeEventListener: () => {} };
	vi.stubGlobal('navigator', { mediaDevices: { ...events, getUserMedia } });
	vi.stubGlobal('document', events);
	vi.stubGlobal('addEventListener', events.addEventListener);
	vi.stubGlobal('removeEventListener', events.removeEventListener);
	vi.stubGlobal('RTCPeerConnection', class {});
	vi.stubGlobal(
		'MediaStream',
		class {
			getTracks() {
				return [track];
			}
		},
	);
	session = new MediaSession(new FakeServer().signalling, mediaProfiles.room, () => null);
	await session.publishMicrophone(null, true);
	await session.join();
	await vi.advanceTimersByTimeAsync(0);
});

afterEach(() => {
	session.close();
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

const applied = () => connections.at(-1)?.applied.filter(([source]) => source === 'microphone') ?? [];

it('whom the server refuses to unmute is not shown as on, and is asked for again until it is taken', async () => {
	refuses = true;
	session.setMuted('microphone', false);
	await vi.advanceTimersByTimeAsync(0);
	expect([session.microphone.muted, session.microphone.problem, session.microphone.on]).toEqual([
		false,
		'refused',
		false,
	]);
	const asked = applied().length;
	await vi.advanceTimersByTimeAsync(7_000);
	expect(applied().length, 'asked again by itself').toBe(asked + 2);
	session.setMuted('microphone', false);
	expect(applied().length, 'pressed once more: at once').toBe(asked + 3);
	refuses = false;
	await vi.advanceTimersByTimeAsync(3_000);
	expect([session.microphone.problem, session.microphone.on]).toEqual([null, true]);
});

it('what the system silences is muted for the others, too', async () => {
	session.setMuted('microphone', false);
	await vi.advanceTimersByTimeAsync(0);
	expect(applied().at(-1)).toEqual(['microphone', false]);
	const track = session.microphone.track ?? expect.fail('it is open');
	Object.assign(track, { muted: true });
	track.dispatchEvent(new Event('mute'));
	expect(applied().at(-1)).toEqual(['microphone', true]);
});

it('joins anew where nothing leaves this device, but not over and over', async () => {
	const stuck = () => connections.at(-1)?.port.onStuck();
	await vi.advanceTimersByTimeAsync(100_000);
	stuck();
	await vi.advanceTimersByTimeAsync(0);
	expect(connections).toHaveLength(2);
	stuck();
	await vi.advanceTimersByTimeAsync(30_000);
	stuck();
	expect(connections).toHaveLength(2);
	await vi.advanceTimersByTimeAsync(30_000);
	stuck();
	await vi.advanceTimersByTimeAsync(0);
	expect(connections).toHaveLength(3);
});

it('tells of each source whether it leaves, as its connection finds; a former one no longer counts', async () => {
	const former = connections.at(-1);
	former?.port.onFlow('camera', 'flowing');
	expect(session.camera.flow).toBe('flowing');
	await session.joining.rejoin();
	expect(session.camera.flow).toBe('none');
	former?.port.onFlow('camera', 'stalled');
	expect(session.camera.flow).toBe('none');
});
