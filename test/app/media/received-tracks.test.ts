import type { Layer } from '#sfu/link/contract-endpoint.ts';
import { MediaRefusal, type MediaSignalling } from '#lib/media/media-signalling.ts';
import { ReceivedTracks } from '#lib/media/received-tracks.ts';
import { Relay } from '#lib/media/relay.ts';
import type { RemoteTrack } from '#lib/media/remote-track.ts';
import type { Transport } from 'mediasoup-client/types';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let asked: string[];
let handlers: Map<string, (notice: never) => void>;
/** with which code the next requests are refused */
let refusal: string | undefined;
/** so many tracks cannot be set up */
let failures: number;
/** The link is down: no request is answered until this resolves. */
let down: Promise<void> | undefined;
/** frames of every picture that have come */
let frames: number;
let shown: readonly RemoteTrack[];
let layer: Layer | null;
let stuck: number;
let tracks: ReceivedTracks;

const signalling: MediaSignalling = {
	relay: new Relay(() => []),
	request: (async (name: string, input: { consumerId: string; layer?: Layer | null }) => {
		asked.push(name === 'watch' ? `watch ${input.consumerId} ${input.layer}` : `${name} ${input.consumerId}`);
		await down;
		if (refusal) throw new MediaRefusal(refusal);
		return null;
	}) as unknown as MediaSignalling['request'],
	on: (name, handler) => {
		handlers.set(name, handler as (notice: never) => void);
		return () => handlers.delete(name);
	},
};

const transport = {
	id: 'receiving',
	async consume({ id }: { id: string }) {
		if (failures-- > 0) throw new Error('negotiation');
		const report = () => ({ type: 'inbound-rtp', framesReceived: frames, framesDecoded: frames });
		return { id, track: {}, getStats: async () => new Map([['in', report()]]), close: () => {} };
	},
} as unknown as Transport;

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('MediaStream', class {});
	// Each track by itself: that those of a moment are set up together is looked at in received-together.test.ts.
	vi.stubGlobal('document', { hidden: true });
	asked = [];
	handlers = new Map();
	refusal = undefined;
	failures = 0;
	down = undefined;
	frames = 0;
	shown = [];
	layer = 0;
	stuck = 0;
	tracks = new ReceivedTracks({
		signalling,
		onTracks: (all) => (shown = all),
		layerOf: () => layer,
		onFrozen: () => {},
		onFrames: () => {},
		onStuck: () => (stuck += 1),
		onLost: () => asked.push('lost'),
	});
	tracks.follow(transport);
});

afterEach(() => {
	tracks.close();
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

const tell = (name: string, notice: object) => handlers.get(name)?.(notice as never);

async function announce(consumerId: string, source = 'camera'): Promise<void> {
	const ids = { transportId: 'receiving', consumerId, producerId: 'p', sourceEndpointId: 'room' };
	tell('consumer-created', { ...ids, source, kind: 'video', rtpParameters: {}, muted: false });
	await vi.advanceTimersByTimeAsync(0);
}

/** As the server does it when it is asked to renew. */
async function renew(former: string, next: string): Promise<void> {
	tell('consumer-closed', { consumerId: former });
	await announce(next);
}

test('how a track is shown is told once the page has drawn it, and not before', async () => {
	layer = null;
	tracks.close();
	tracks = new ReceivedTracks({
		signalling,
		// As Svelte does it: soon after what is shown has changed.
		onTracks: () => queueMicrotask(() => (layer = 1)),
		layerOf: () => layer,
		onFrozen: () => {},
		onFrames: () => {},
		onStuck: () => {},
		onLost: () => {},
	});
	tracks.follow(transport);
	await announce('c1');
	expect(asked).toEqual(['watch c1 1']);
});

test('a track that cannot be set up is asked for anew, ever later, and then the device joins anew', async () => {
	failures = 5;
	await announce('c1');
	expect([shown, asked]).toEqual([[], []]);
	for (const [round, wait] of [500, 1_000, 2_000, 4_000].entries()) {
		await vi.advanceTimersByTimeAsync(wait - 1);
		expect(asked).toHaveLength(round);
		await vi.advanceTimersByTimeAsync(1);
		expect(asked.at(-1)).toBe(`renew c${round + 1}`);
		expect(stuck).toBe(0);
		await renew(`c${round + 1}`, `c${round + 2}`);
	}
	expect(stuck).toBe(1);
	await vi.advanceTimersByTimeAsync(30_000);
	await renew('c5', 'c6');
	expect(shown.map(({ consumerId }) => consumerId)).toEqual(['c6']);
});

test('one that is not wanted any more is not; a server that is busy is asked again', async () => {
	failures = 2;
	await announce('c1');
	tell('consumer-closed', { consumerId: 'c1' });
	await vi.advanceTimersByTimeAsync(60_000);
	expect(asked).toEqual([]);
	refusal = 'too-many-requests';
	await announce('c2');
	await vi.advanceTimersByTimeAsync(1_000);
	await vi.advanceTimersByTimeAsync(2_000);
	expect(asked).toEqual(['renew c2', 'renew c2']);
	refusal = 'endpoint-unknown';
	await vi.advanceTimersByTimeAsync(4_000);
	expect(asked.at(-1)).toBe('lost');
});

test('of a picture that is shown and does not come the server is told again, ever later, until it comes', async () => {
	await announce('c1');
	expect(asked).toEqual(['watch c1 0']);
	await vi.advanceTimersByTimeAsync(4_000);
	expect(asked).toEqual(['watch c1 0', 'watch c1 0']);
	await vi.advanceTimersByTimeAsync(6_000);
	expect(asked).toHaveLength(3);
	for (let second = 0; second < 60; second += 1) {
		frames += 15;
		await vi.advanceTimersByTimeAsync(1_000);
	}
	expect(asked).toHaveLength(3);
	await vi.advanceTimersByTimeAsync(3_000);
	expect(asked, 'it stopped').toHaveLength(4);
	tell('consumers-muted', { tracks: [{ consumerId: 'c1', muted: true }] });
	await vi.advanceTimersByTimeAsync(600_000);
	expect(asked, 'nothing is to come').toHaveLength(4);
});

test('while the link is down it is said once, to be heard when it is back', async () => {
	await announce('c1');
	const link = Promise.withResolvers<void>();
	down = link.promise;
	await vi.advanceTimersByTimeAsync(60_000);
	expect(asked).toEqual(['watch c1 0', 'watch c1 0']);
	link.resolve();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(asked).toHaveLength(3);
});

test('a screen on which nothing changes is not missed, but its first picture is', async () => {
	await announce('c1', 'screen');
	await vi.advanceTimersByTimeAsync(4_000);
	expect(asked).toEqual(['watch c1 0', 'watch c1 0']);
	frames = 1;
	await vi.advanceTimersByTimeAsync(600_000);
	expect(asked).toHaveLength(2);
});

test('what is not shown is not missed', async () => {
	layer = null;
	await announce('c1');
	await vi.advanceTimersByTimeAsync(600_000);
	expect(asked).toEqual(['watch c1 null']);
});
