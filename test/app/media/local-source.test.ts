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
	readonly #deviceId: string;

	constructor(kind: string, deviceId: string) {
		super();
		this.kind = kind;
		this.#deviceId = deviceId;
	}

	getSettings() {
		return { deviceId: this.#deviceId };
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
/** as some drivers do it: nothing opens beside what is open, of the same kind */
let oneAtATime: boolean;
/** what was open, of the same kind, when one was opened */
let beside: number[];
/** devices that another program has */
let taken: readonly string[];
const heard = vi.fn();
const getDisplayMedia = vi.fn();

beforeEach(() => {
	vi.useFakeTimers();
	heard.mockReset();
	opened = [];
	silentNext = false;
	refusal = null;
	oneAtATime = false;
	beside = [];
	taken = [];
	const give = (kind: string, deviceId: string) => {
		beside.push(opened.filter(({ readyState }) => readyState === 'live').length);
		if (refusal) throw refusal;
		if (taken.includes(deviceId)) throw new DOMException('taken', 'NotReadableError');
		if (oneAtATime && opened.some(({ readyState }) => readyState === 'live'))
			throw new DOMException('one at a time', 'NotReadableError');
		const track = new Track(kind, deviceId);
		track.muted = silentNext;
		opened.push(track);
		return { getTracks: () => [track] };
	};
	const getUserMedia = async ({ audio, video }: MediaStreamConstraints) => {
		const asked = audio || video;
		const { deviceId } = typeof asked === 'object' ? asked : {};
		const id = typeof deviceId === 'object' && 'exact' in deviceId ? String(deviceId.exact) : 'default';
		return give(audio ? 'audio' : 'video', id);
	};
	getDisplayMedia.mockReset().mockImplementation(async () => give('video', 'screen'));
	vi.stubGlobal('navigator', { mediaDevices: { getUserMedia, getDisplayMedia } });
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

it.each(['camera', 'microphone'] as const)(
	'a %s that has to be closed before the next one opens is, and comes back where the next one does not open',
	async (kind) => {
		oneAtATime = true;
		const { source, track } = await open(kind);
		expect(await source.start('second')).toBe(true);
		expect([source.usedId, track.readyState]).toEqual(['second', 'ended']);
		taken = ['third'];
		expect(await source.start('third')).toBe(false);
		expect([source.usedId, source.deviceId, source.problem, source.on]).toEqual(['second', 'second', 'busy', true]);
		expect(opened.filter(({ readyState }) => readyState === 'live')).toHaveLength(1);
		taken = ['second', 'third'];
		expect(await source.start('third')).toBe(false);
		expect([source.on, source.wanted, source.problem], 'neither of the two').toEqual([false, true, 'busy']);
	},
);

it('never opens two cameras: some phones say nothing, and the first one stands still', async () => {
	const { source } = await open('camera');
	await source.start('second');
	expect(beside).toEqual([0, 0]);
});

it('opens by itself what the person allows later', async () => {
	refusal = new DOMException('denied', 'NotAllowedError');
	const source = new LocalSource('camera', mediaProfiles.room, heard);
	await source.start();
	expect([source.on, source.problem]).toEqual([false, 'denied']);
	source.retry();
	refusal = null;
	source.handleAllowed();
	await vi.advanceTimersByTimeAsync(0);
	expect([source.on, source.problem]).toEqual([true, null]);
	source.stop();
	source.handleAllowed();
	await vi.advanceTimersByTimeAsync(0);
	expect(source.on, 'not wanted').toBe(false);
});

it('asks for a screen in the very call, and shows nothing of it before it may', async () => {
	const source = new LocalSource('screen', mediaProfiles.room, heard);
	const permit = Promise.withResolvers<boolean>();
	const sharing = source.start(null, permit.promise);
	expect(getDisplayMedia).toHaveBeenCalledOnce();
	await vi.advanceTimersByTimeAsync(1_000);
	expect([opened.length, source.stream]).toEqual([1, null]);
	permit.resolve(true);
	expect(await sharing).toBe(true);
	expect(source.stream).not.toBeNull();
	source.stop();
	expect(await source.start(null, Promise.resolve(false))).toBe(false);
	expect([source.stream, source.problem, opened[1]?.readyState], 'refused').toEqual([null, null, 'ended']);
});

it.each([
	['NotAllowedError', 'Permission denied', 'cancelled'],
	['NotAllowedError', 'Permission denied by system', 'forbidden'],
	['NotAllowedError', 'Access to the feature "display-capture" is disallowed by permissions policy.', 'denied'],
	['NotFoundError', 'Requested device not found', 'missing'],
	['NotReadableError', 'Could not start video source', 'busy'],
	['NotSupportedError', 'Not supported', 'unsupported'],
	['InvalidStateError', 'getDisplayMedia requires transient activation', 'failed'],
])('a screen refused as %s, “%s”, is %s', async (name, words, problem) => {
	refusal = new DOMException(words, name);
	const source = new LocalSource('screen', mediaProfiles.room, heard);
	expect(await source.start(null, Promise.resolve(true))).toBe(false);
	expect([source.problem, source.wanted]).toEqual([problem, false]);
});
