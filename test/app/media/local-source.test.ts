import '../../support/runes.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LocalSource } from '#lib/media/local-source.svelte.ts';
import { mediaProfiles } from '#lib/media/media-profiles.ts';

class Track extends EventTarget {
	readonly kind: string;
	readyState = 'live';
	enabled = true;
	muted = false;
	contentHint = '';

	constructor(kind: string) {
		super();
		this.kind = kind;
	}

	/** As the system does it. */
	silence(muted: boolean): void {
		this.muted = muted;
		this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
	}

	stop(): void {
		this.readyState = 'ended';
	}
}

let opened: Track[];
/** what the next opening gives */
let silentNext: boolean;
let refusal: DOMException | null;
const heard = vi.fn();

beforeEach(() => {
	vi.useFakeTimers();
	heard.mockReset();
	opened = [];
	silentNext = false;
	refusal = null;
	const getUserMedia = async ({ audio }: MediaStreamConstraints) => {
		if (refusal) throw refusal;
		const track = new Track(audio ? 'audio' : 'video');
		track.muted = silentNext;
		opened.push(track);
		return { getTracks: () => [track] };
	};
	vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
	vi.stubGlobal(
		'MediaStream',
		class {
			readonly #tracks: Track[];
			constructor(tracks: Track[]) {
				this.#tracks = tracks;
			}
			getTracks() {
				return this.#tracks;
			}
		},
	);
});

afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

async function open(kind: 'microphone' | 'camera') {
	const source = new LocalSource(kind, mediaProfiles.room, ({ muted, silenced }) => heard({ muted, silenced }));
	await source.start();
	const track = opened[0] ?? expect.fail('it is open');
	heard.mockReset();
	return { source, track };
}

it('a microphone that the system silences is not on, and is on again when the system gives it back', async () => {
	const { source, track } = await open('microphone');
	expect(source.on).toBe(true);
	track.silence(true);
	expect([source.on, source.silenced, source.muted]).toEqual([false, true, false]);
	expect(heard).toHaveBeenLastCalledWith({ muted: false, silenced: true });
	track.silence(false);
	expect([source.on, source.silenced]).toEqual([true, false]);
	expect(heard).toHaveBeenLastCalledWith({ muted: false, silenced: false });
	source.stop();
});

it('is opened anew until it comes with sound, also where the system never says that it is given back', async () => {
	const { source, track } = await open('microphone');
	silentNext = true;
	track.silence(true);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(opened, 'the first try').toHaveLength(2);
	expect(source.on).toBe(false);
	refusal = new DOMException('a call', 'NotReadableError');
	await vi.advanceTimersByTimeAsync(10_000);
	expect([source.on, source.problem]).toEqual([false, 'busy']);
	refusal = null;
	silentNext = false;
	await vi.advanceTimersByTimeAsync(30_000);
	expect([source.on, source.silenced, source.problem]).toEqual([true, false, null]);
	const tries = opened.length;
	await vi.advanceTimersByTimeAsync(120_000);
	expect(opened, 'no more tries').toHaveLength(tries);
	source.stop();
});

it('the person who comes back need not wait for the next try', async () => {
	const { source, track } = await open('microphone');
	track.silence(true);
	source.retry();
	await vi.advanceTimersByTimeAsync(0);
	expect(source.on).toBe(true);
	expect(track.readyState).toBe('ended');
	source.stop();
});

it('a camera that gives no frames for a moment is not taken for silenced', async () => {
	const { source, track } = await open('camera');
	track.silence(true);
	await vi.advanceTimersByTimeAsync(1_500);
	track.silence(false);
	await vi.advanceTimersByTimeAsync(5_000);
	expect(heard).not.toHaveBeenCalled();
	track.silence(true);
	await vi.advanceTimersByTimeAsync(2_500);
	expect(source.silenced).toBe(true);
	source.stop();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(opened, 'off is off').toHaveLength(1);
});
