import '../../support/runes.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { MediaConnectionPort, Paths } from '#lib/media/media-connection.ts';
import { mediaProfiles } from '#lib/media/media-profiles.ts';
import { MediaSession } from '#lib/media/media-session.svelte.ts';
import { MediaRefusal } from '#lib/media/media-signalling.ts';
import type { Wanted } from '#lib/media/sent-tracks.ts';
import type { Source } from '#sfu/link/contract-endpoint.ts';
import { FakeServer, fakeTrack } from './fake-sending.ts';

/** One incarnation at the server; `refuses`: what is asked of the microphone. */
const connections: { port: MediaConnectionPort; applied: [Source, boolean | null][] }[] = [];
let refuses = false;
/** thrown by whoever joins */
let closedDoor: Error | undefined;
const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });

vi.mock('#lib/media/media-connection.ts', () => ({
	unusedPaths: { send: 'unused', receive: 'unused' },
	MediaConnection: class {
		over = false;
		readonly #applied: [Source, boolean | null][] = [];
		constructor(port: MediaConnectionPort) {
			connections.push({ port, applied: this.#applied });
		}
		async open() {
			if (closedDoor) throw closedDoor;
			return [];
		}
		repair() {}
		async resync() {}
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
let server: FakeServer;

beforeEach(async () => {
	vi.useFakeTimers();
	connections.length = 0;
	refuses = false;
	closedDoor = undefined;
	const track = Object.assign(new EventTarget(), fakeTrack('audio'), { stop: () => {} });
	const getUserMedia = async () => ({ getTracks: () => [track] });
	const events = { addEventListener: () => {}, removeEventListener: () => {} };
	vi.stubGlobal('navigator', { mediaDevices: { ...events, getUserMedia } });
	vi.stubGlobal('document', page);
	vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
	vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
	vi.stubGlobal('RTCPeerConnection', class {});
	vi.stubGlobal(
		'MediaStream',
		class {
			getTracks() {
				return [track];
			}
		},
	);
	server = new FakeServer();
	session = new MediaSession(server.signalling, mediaProfiles.room, () => null);
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

it('who was heard before the media were lost is not said to speak on', async () => {
	server.tell('speaking', { endpointIds: ['chair'] });
	expect(session.speaking).toEqual(['chair']);
	server.tell('lost', {});
	await vi.advanceTimersByTimeAsync(0);
	expect(session.speaking).toEqual([]);
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
	await session.joining.join();
	expect(session.camera.flow).toBe('none');
	former?.port.onFlow('camera', 'stalled');
	expect(session.camera.flow).toBe('none');
});

const broken: Paths = { send: 'broken', receive: 'broken' };
const standing: Paths = { send: 'connected', receive: 'connected' };

/** Nothing gets through from now on, as each connection finds. */
async function cutFor(ms: number): Promise<void> {
	for (let left = ms; left > 0; left -= 1_000) {
		const { port } = connections.at(-1) ?? expect.fail('none');
		port.onPaths(broken);
		port.onFailed();
		await vi.advanceTimersByTimeAsync(1_000);
	}
}

it('joins for as long as the meeting lasts, at growing distances up to half a minute, and comes back by itself', async () => {
	closedDoor = new MediaRefusal('media-node-absent');
	void session.joining.join();
	await vi.advanceTimersByTimeAsync(20_000);
	expect(session.joining.problem, 'not yet worth a word').toBeNull();
	await vi.advanceTimersByTimeAsync(600_000);
	expect([session.joining.state, session.joining.problem]).toEqual(['reconnecting', 'media-node-absent']);
	const tried = connections.length;
	await vi.advanceTimersByTimeAsync(3_600_000);
	// 30 s, give or take a quarter
	expect(connections.length - tried).toBeGreaterThanOrEqual(3_600 / 37.5 - 1);
	expect(connections.length - tried).toBeLessThanOrEqual(3_600 / 22.5);
	closedDoor = undefined;
	await vi.advanceTimersByTimeAsync(37_500);
	expect([session.joining.state, session.joining.problem]).toEqual(['joined', null]);
});

it('goes on when the server is another one, and does not say that somebody speaks on', async () => {
	server.tell('speaking', { endpointIds: ['somebody'] });
	session.catchUp(true);
	expect(session.speaking).toEqual(['somebody']);
	session.catchUp(false);
	await vi.advanceTimersByTimeAsync(10_000);
	expect(session.speaking).toEqual([]);
	expect([connections.length, session.joining.state]).toEqual([1, 'joined']);
});

it.each([
	['the network is another one', () => page.dispatchEvent(new Event('online'))],
	['somebody looks at the page', () => page.dispatchEvent(new Event('visibilitychange'))],
	['the link to the server is back', () => session.catchUp(true)],
	['the link stands to another server', () => session.catchUp(false)],
	['somebody asks for it', () => void session.joining.join()],
])('does not wait for the next attempt when %s', async (_, happens) => {
	closedDoor = new MediaRefusal('media-node-absent');
	void session.joining.join();
	await vi.advanceTimersByTimeAsync(600_000);
	closedDoor = undefined;
	happens();
	await vi.advanceTimersByTimeAsync(0);
	expect(session.joining.state).toBe('joined');
});

it('media that do not get through are told of until they do, and go on being tried', async () => {
	await cutFor(300_000);
	expect(session.joining.unreachable).toBe(true);
	const tried = connections.length;
	await cutFor(60_000);
	expect(connections.length, 'goes on').toBeGreaterThan(tried);
	await vi.advanceTimersByTimeAsync(5_000);
	connections.at(-1)?.port.onPaths(standing);
	expect([session.joining.unreachable, session.joining.well]).toEqual([false, true]);
});

it('of a way on which nothing is to be carried any more it is not said that it is blocked', async () => {
	await cutFor(10_000);
	expect(session.joining.unreachable).toBe(true);
	await vi.advanceTimersByTimeAsync(60_000);
	expect([session.joining.unreachable, session.joining.well]).toEqual([false, true]);
});

it('a path that breaks is told to the person until one carries again, though joining was agreed on', () => {
	const port = connections.at(-1)?.port ?? expect.fail('it has joined');
	const told = () => [session.joining.state, session.joining.unreachable];
	port.onPaths({ send: 'connected', receive: 'connected' });
	expect(told()).toEqual(['joined', false]);
	port.onPaths({ send: 'interrupted', receive: 'connected' });
	expect(told()).toEqual(['reconnecting', false]);
	port.onPaths({ send: 'broken', receive: 'connected' });
	expect(told()).toEqual(['reconnecting', true]);
	port.onPaths({ send: 'connecting', receive: 'connected' });
	expect(told(), 'not before it stands').toEqual(['reconnecting', true]);
	port.onPaths({ send: 'connected', receive: 'connected' });
	expect(told()).toEqual(['joined', false]);
});

it('stays out after leaving, whatever the server calls for, until it joins again', async () => {
	session.leave();
	await vi.advanceTimersByTimeAsync(0);
	expect([session.joining.state, session.microphone.on, session.microphone.stream]).toEqual(['idle', false, null]);
	session.joining.lost();
	session.joining.resync();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(connections).toHaveLength(1);
	await session.publishMicrophone(null, false);
	await session.join();
	await vi.advanceTimersByTimeAsync(0);
	expect(connections).toHaveLength(2);
	expect(session.joining.state).toBe('joined');
	expect(applied().at(-1)).toEqual(['microphone', false]);
});

it('leaving while it joins ends that', async () => {
	closedDoor = new MediaRefusal('media-node-absent');
	void session.join();
	await vi.advanceTimersByTimeAsync(0);
	session.leave();
	closedDoor = undefined;
	const tried = connections.length;
	await vi.advanceTimersByTimeAsync(60_000);
	expect(connections).toHaveLength(tried);
	expect(session.joining.state).toBe('idle');
});
