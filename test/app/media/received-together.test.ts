import type { Consumer, ConsumerOptions, Transport } from 'mediasoup-client/types';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ReceivedTracks } from '#lib/media/received-tracks.ts';
import type { RemoteTrack } from '#lib/media/remote-track.ts';
import { FakeServer } from './fake-sending.ts';

/** As mediasoup-client's: what is asked for in one task is agreed on in one step. */
class FakeReceiving {
	readonly id = 'receive';
	/** ids of the consumers of each step */
	readonly steps: string[][] = [];
	#asked: string[] = [];

	async consume({ id, kind }: ConsumerOptions): Promise<Consumer> {
		this.#asked.push(id ?? '');
		if (this.#asked.length === 1)
			queueMicrotask(() => {
				this.steps.push(this.#asked);
				this.#asked = [];
			});
		return { id, kind, track: {}, close: () => {} } as unknown as Consumer;
	}

	get asTransport(): Transport {
		return this as unknown as Transport;
	}
}

let server: FakeServer;
let receiving: FakeReceiving;
let tracks: readonly RemoteTrack[];
let tellings: number;
let received: ReceivedTracks;
const page = { hidden: false };

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('document', page);
	vi.stubGlobal('MediaStream', class {});
	page.hidden = false;
	server = new FakeServer();
	receiving = new FakeReceiving();
	tracks = [];
	tellings = 0;
	received = new ReceivedTracks({
		signalling: server.signalling,
		onTracks: (all) => {
			tracks = all;
			tellings += 1;
		},
		layerOf: () => 0,
		onFrozen: () => {},
		onFrames: () => {},
		onStuck: () => {},
		onLost: () => {},
	});
	received.follow(receiving.asTransport);
});

afterEach(() => {
	received.close();
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

const announce = (consumerId: string, kind: 'audio' | 'video') =>
	server.tell('consumer-created', {
		transportId: 'receive',
		consumerId,
		producerId: `of ${consumerId}`,
		sourceEndpointId: 'site',
		source: kind === 'audio' ? 'microphone' : 'camera',
		kind,
		rtpParameters: {},
		muted: false,
	});

it('picture and sound of somebody, announced a few milliseconds apart, are agreed on in one step', async () => {
	announce('sound', 'audio');
	await vi.advanceTimersByTimeAsync(9);
	announce('picture', 'video');
	await vi.advanceTimersByTimeAsync(20);

	expect(receiving.steps).toEqual([['sound', 'picture']]);
	expect(tracks.map(({ consumerId }) => consumerId)).toEqual(['sound', 'picture']);
	expect(tellings, 'the page is drawn once for both').toBe(1);
});

it('what is taken back before it was begun costs no step', async () => {
	announce('sound', 'audio');
	server.tell('consumer-closed', { consumerId: 'sound' });
	await vi.advanceTimersByTimeAsync(1_000);

	expect(receiving.steps).toEqual([]);
	expect(tracks).toEqual([]);
});

it('who listens in a hidden page hears at once', async () => {
	page.hidden = true;
	announce('sound', 'audio');
	await vi.advanceTimersByTimeAsync(0);

	expect(receiving.steps).toEqual([['sound']]);
});
