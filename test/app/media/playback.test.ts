import '#test/support/runes.ts';
import { Playback } from '#lib/media/playback.svelte.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** A media element of a system that may refuse to play. */
class FakePlayer extends EventTarget {
	paused = true;
	srcObject: unknown = null;
	allowed = true;
	plays = 0;
	sinkId = '';
	readonly localName: string;

	constructor(localName: 'audio' | 'video') {
		super();
		this.localName = localName;
	}

	play(): Promise<void> {
		this.plays += 1;
		if (!this.allowed) return Promise.reject(new DOMException('a gesture first', 'NotAllowedError'));
		this.paused = false;
		return Promise.resolve();
	}

	setSinkId(sinkId: string): Promise<void> {
		if (sinkId === 'pulled-out') return Promise.reject(new DOMException('gone', 'NotFoundError'));
		this.sinkId = sinkId;
		return Promise.resolve();
	}

	pauseBySystem(): void {
		this.paused = true;
		this.dispatchEvent(new Event('pause'));
	}
}

let page: EventTarget & { visibilityState: string };
let playback: Playback;

beforeEach(() => {
	page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
	vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
	vi.stubGlobal('document', page);
	playback = new Playback();
});

afterEach(() => {
	playback.close();
	vi.unstubAllGlobals();
});

const settle = () => new Promise((resolve) => setImmediate(resolve));

async function plays(localName: 'audio' | 'video', allowed = true) {
	const player = new FakePlayer(localName);
	player.allowed = allowed;
	const stream = {} as MediaStream;
	const stop = playback.of(stream)(player as unknown as HTMLMediaElement);
	await settle();
	return { player, stream, stop };
}

test('what the system paused while the page was hidden goes on when somebody returns', async () => {
	const { player } = await plays('audio');
	page.visibilityState = 'hidden';
	player.allowed = false;
	player.pauseBySystem();
	await settle();
	expect(player.paused).toBe(true);
	player.allowed = true;
	page.dispatchEvent(new Event('visibilitychange'));
	expect(player.paused, 'still hidden').toBe(true);
	page.visibilityState = 'visible';
	page.dispatchEvent(new Event('visibilitychange'));
	await settle();
	expect(player.paused).toBe(false);
	expect(playback.blocked).toBeNull();
});

test.each([
	['audio', 'sound'],
	['video', 'picture'],
] as const)('%s that needs a gesture says so until it plays: any gesture will do', async (localName, blocked) => {
	const { player } = await plays(localName, false);
	expect(playback.blocked).toBe(blocked);
	page.dispatchEvent(new Event('focus'));
	await settle();
	expect(playback.blocked, 'a return is no gesture').toBe(blocked);
	player.allowed = true;
	page.dispatchEvent(new Event('keydown'));
	await settle();
	expect(player.paused).toBe(false);
	expect(playback.blocked).toBeNull();
});

test('what the system pauses in front of somebody goes on at once, without a button', async () => {
	const { player } = await plays('audio');
	player.pauseBySystem();
	await settle();
	expect([player.paused, playback.blocked]).toEqual([false, null]);
});

test('a system that insists on its pause is not fought: the button stands', async () => {
	const { player } = await plays('audio');
	for (let time = 0; time < 10; time += 1) {
		if (!player.paused) player.pauseBySystem();
		await settle();
	}
	expect(player.plays).toBeLessThan(6);
	expect(playback.blocked).toBe('sound');
});

test('the same stream keeps element and attachment, whatever else is told of its track', async () => {
	const { player, stream } = await plays('audio');
	expect(playback.of(stream)).toBe(playback.of(stream));
	expect(player.srcObject).toBe(stream);
	expect(player.plays).toBe(1);
});

test('what is taken off the page blocks nothing any more', async () => {
	const { player, stop } = await plays('audio', false);
	expect(playback.blocked).toBe('sound');
	if (typeof stop === 'function') stop();
	expect(playback.blocked).toBeNull();
	expect(player.srcObject).toBeNull();
	page.dispatchEvent(new Event('keydown'));
	await settle();
	expect(player.plays).toBe(1);
});

test('voices play outside the page; another one that comes or goes leaves those alone that play', async () => {
	const players: FakePlayer[] = [];
	vi.stubGlobal(
		'Audio',
		class extends FakePlayer {
			constructor() {
				super('audio');
				players.push(this);
			}
		},
	);
	const [first, second] = [{} as MediaStream, {} as MediaStream];
	playback.listen([first]);
	playback.listen([first, second]);
	await settle();
	expect(players.map(({ srcObject, plays }) => ({ srcObject, plays }))).toEqual([
		{ srcObject: first, plays: 1 },
		{ srcObject: second, plays: 1 },
	]);
	playback.listen([second]);
	expect(players.map(({ srcObject }) => srcObject)).toEqual([null, second]);
	playback.close();
	expect(players.map(({ srcObject }) => srcObject)).toEqual([null, null]);
});

test('all sound comes out of the chosen loudspeaker, what plays already and what comes; pictures are left alone', async () => {
	const { player: before } = await plays('audio');
	playback.useSpeaker('desk');
	const { player: after } = await plays('audio');
	const { player: picture } = await plays('video');
	expect([before, after, picture].map(({ sinkId }) => sinkId)).toEqual(['desk', 'desk', '']);
	playback.useSpeaker(null);
	expect(
		[before, after].map(({ sinkId }) => sinkId),
		'back to the system’s default',
	).toEqual(['', '']);
});

test('a loudspeaker that is gone leaves the sound where it was', async () => {
	const { player } = await plays('audio');
	playback.useSpeaker('desk');
	playback.useSpeaker('pulled-out');
	await settle();
	expect(player).toMatchObject({ sinkId: 'desk', paused: false });
	expect(playback.blocked).toBeNull();
});
