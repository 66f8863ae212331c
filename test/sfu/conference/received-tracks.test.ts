import { EventEmitter } from 'node:events';
import type { Consumer } from 'mediasoup/types';
import type { Leg } from '#sfu/conference/leg.ts';
import type { Lease } from '#sfu/conference/pipes.ts';
import type { Place } from '#sfu/link/contract-line.ts';
import { ReceivedTracks } from '#sfu/conference/received-tracks.ts';
import type { Seat } from '#sfu/conference/seat.ts';
import { sourceKey, type PublishedSource, type SourceKey } from '#sfu/conference/stage-diff.ts';
import type { Start } from '#sfu/conference/start-gate.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** What each consumer was asked for, by its id. */
let asked: Record<string, string[]>;
/** How the next consumers come to be; then all do. */
let consuming: (Error | Promise<void>)[];
/** Thrown by whatever consumers are asked for next. */
let refusal: Error | undefined;
let told: [string, string][];
/** Layers that were preferred, in this order. */
let preferred: number[];
let gathered: Start[];
let published: Map<string, PublishedSource>;
let tracks: ReceivedTracks;
let places: Map<SourceKey, Place>;
let followed: number;

const camera = sourceKey('camera', 'a');
const source = (producerId: string, endpointId = 'a'): PublishedSource => {
	return { endpointId, source: 'camera', producerId, muted: false, silent: false };
};

function consumerOf(id: string, kind = 'video'): Consumer {
	const asks: string[] = [];
	asked[id] = asks;
	const ask = (what: string) => async () => {
		asks.push(what);
		if (refusal) throw refusal;
	};
	return Object.assign(new EventEmitter(), {
		id,
		kind,
		type: kind === 'video' ? 'simulcast' : 'simple',
		closed: false,
		rtpParameters: {},
		score: { score: 10, producerScore: 0, producerScores: [10] },
		resume: ask('resume'),
		pause: ask('pause'),
		setPreferredLayers: async ({ spatialLayer }: { spatialLayer: number }) => void preferred.push(spatialLayer),
		setPriority: async () => {},
		requestKeyFrame: ask('key frame'),
		close: () => asks.push('close'),
	}) as unknown as Consumer;
}

beforeEach(() => {
	vi.useFakeTimers();
	asked = {};
	consuming = [];
	refusal = undefined;
	told = [];
	preferred = [];
	gathered = [];
	followed = 0;
	published = new Map([[camera, source('first')]]);
	let made = 0;
	places = new Map([
		[camera, 'view'],
		[sourceKey('camera', 'b'), 'view'],
	]);
	const leg: Leg = {
		receiveId: 'receiving',
		carrying: 'all',
		async consume({ producerId }) {
			const how = consuming.shift();
			if (how instanceof Error) throw how;
			await how;
			return consumerOf(`c${++made}`, producerId === 'voice' ? 'audio' : 'video');
		},
		produce: () => Promise.reject(new Error('it receives only')),
		carry() {},
		close() {},
	};
	const seat = { worker: { shedding: 0 } } as Seat;
	tracks = new ReceivedTracks(
		{ id: 'viewer', seat, leg, rtpCapabilities: {} },
		{
			getPlaces: () => places,
			getPublished: () => published as never,
			follow,
			lead: async (): Promise<Lease> => ({ async take() {}, release() {} }),
			notify: (name, notice) => told.push([name, (notice as { consumerId: string }).consumerId]),
			gather: (_, start) => gathered.push(start),
			onDemand: () => {},
			keepFor: 20_000,
			log: { warn: () => {}, debug: () => {} },
		},
	);
});

afterEach(() => {
	tracks.close();
	vi.useRealTimers();
});

/** As the conference does with all. */
function follow(): void {
	followed += 1;
	const { begin, settle, make } = tracks.reconcile();
	for (const { start } of begin) void start();
	settle();
	make('pictures');
	make('others');
}

const settled = () => vi.advanceTimersByTimeAsync(0);
const begin = async () => Promise.all(gathered.splice(0).map((start) => start()));

async function shown(): Promise<void> {
	follow();
	await settled();
	tracks.watch('c1', 0);
	await begin();
	await settled();
}

test('a picture begins as it was told last, in whatever order those who wait for others begin', async () => {
	follow();
	await settled();
	tracks.watch('c1', null);
	const first = gathered.splice(0);
	// The gate is at work on the first, and its worker takes its time.
	tracks.watch('c1', 0);
	await begin();
	await Promise.all(first.map((start) => start()));
	await settled();
	expect(asked['c1']).toEqual(['resume']);
	tracks.watch('c1', null);
	await settled();
	expect(asked['c1']).toEqual(['resume', 'pause']);
});

test('for whoever says again that they show a picture, a key frame is asked for, and then it is made anew', async () => {
	await shown();
	tracks.watch('c1', 0);
	await settled();
	expect(asked['c1']).toEqual(['resume', 'key frame']);
	tracks.watch('c1', 0);
	await settled();
	expect(told).toEqual([
		['consumer-created', 'c1'],
		['consumer-closed', 'c1'],
		['consumer-created', 'c2'],
	]);
});

test('what does not flow there is not looked for', async () => {
	await shown();
	tracks.watch('c1', null);
	tracks.watch('c1', null);
	await settled();
	expect(asked['c1']).toEqual(['resume', 'pause']);
	tracks.watch('c1', 0);
	await settled();
	expect(asked['c1'], 'shown anew').toEqual(['resume', 'pause', 'resume']);
});

test('a small picture that is to be large begins so with the others’, at the same key frame', async () => {
	places.set(camera, 'secondary');
	follow();
	await settled();
	tracks.watch('c1', 2);
	await begin();
	await settled();
	places.set(camera, 'main');
	const { begin: beginning, settle } = tracks.reconcile();
	expect(beginning.map(({ key }) => key)).toEqual([camera]);
	settle();
	await settled();
	expect(preferred, 'it waits').toEqual([]);
	for (const { start } of beginning) await start();
	expect(preferred).toEqual([2]);
	expect(asked['c1'], 'it went on flowing').toEqual(['resume']);
});

test('a picture that goes makes room for those that come, before they have come', async () => {
	await shown();
	places.delete(camera);
	tracks.reconcile().hear();
	expect(asked['c1']).toEqual(['resume', 'pause']);
});

test('a voice is heard as soon as its track is made, and not on, once it goes, until what comes has come', async () => {
	const microphone = sourceKey('microphone', 'a');
	published = new Map([[microphone, { ...source('voice'), source: 'microphone' }]]);
	places = new Map([[microphone, 'audio']]);
	follow();
	await settled();
	expect(asked['c1']).toEqual(['resume']);
	places.delete(microphone);
	tracks.reconcile().hear();
	expect(asked['c1']).toEqual(['resume', 'pause']);
});

test('a picture that is to be seen is made before all else; of who is only kept ready picture and sound are made at once', async () => {
	const ready = [sourceKey('camera', 'b'), sourceKey('microphone', 'b')] as const;
	published.set(ready[0], source('kept ready', 'b'));
	published.set(ready[1], { ...source('voice', 'b'), source: 'microphone' });
	places = new Map<SourceKey, Place>([
		[ready[0], 'near'],
		[ready[1], 'cued'],
		[camera, 'main'],
	]);
	const { make } = tracks.reconcile();
	make('pictures');
	await settled();
	expect(told).toEqual([['consumer-created', 'c1']]);
	make('others');
	await settled();
	expect(told).toHaveLength(3);
	expect(tracks.describe().map(({ source: made }) => made)).toEqual(['camera', 'camera', 'microphone']);
});

test('what a worker refused is told to it again with the next change', async () => {
	follow();
	await settled();
	refusal = new Error('no answer');
	tracks.watch('c1', 0);
	await begin();
	refusal = undefined;
	follow();
	await settled();
	expect(asked['c1']).toEqual(['resume', 'resume']);
});

test('a track that could not be made is tried again, ever later, and given up after a while', async () => {
	consuming = [new Error('pipe'), new Error('pipe')];
	follow();
	await vi.advanceTimersByTimeAsync(1_499);
	expect(told).toEqual([]);
	await vi.advanceTimersByTimeAsync(1);
	expect(told).toEqual([['consumer-created', 'c1']]);
	published.set(camera, source('second'));
	consuming = Array.from({ length: 20 }, () => new Error('pipe'));
	follow();
	await vi.advanceTimersByTimeAsync(600_000);
	expect(consuming).toHaveLength(20 - 6);
});

test('a track that came to be while the stage changed stands where it belongs; another one has nobody look anew', async () => {
	follow();
	await settled();
	expect(followed).toBe(1);
	const slow = Promise.withResolvers<void>();
	consuming = [slow.promise];
	published.set(camera, source('second'));
	follow();
	places.set(camera, 'cued');
	slow.resolve();
	await settled();
	expect(followed, 'once more than it was called').toBe(3);
});

test('what this endpoint cannot decode is not tried again', async () => {
	consuming = [Object.assign(new Error('no codec'), { name: 'UnsupportedError' }), new Error('again')];
	follow();
	await vi.advanceTimersByTimeAsync(600_000);
	expect(consuming).toHaveLength(1);
});

test('a track that takes for ever keeps back no other, and is not made twice', async () => {
	consuming = [new Promise(() => {})];
	follow();
	published.set(sourceKey('camera', 'b'), source('other', 'b'));
	follow();
	follow();
	await settled();
	expect(told).toEqual([['consumer-created', 'c1']]);
});

test('of a source that was published anew while its track was made only the new one is received', async () => {
	const slow = Promise.withResolvers<void>();
	consuming = [slow.promise];
	follow();
	published.set(camera, source('second'));
	follow();
	await settled();
	slow.resolve();
	await settled();
	expect(told).toEqual([['consumer-created', 'c1']]);
	expect(asked['c2'], 'the former').toEqual(['close']);
});

test('of a picture that comes over a line the small layer is needed where nothing of the large one comes for a while, and begun anew to be taken', async () => {
	published.set(camera, { ...source('first'), overLine: true });
	await shown();
	expect(asked['c1']).toEqual(['resume']);
	await vi.advanceTimersByTimeAsync(1_499);
	expect(tracks.takesSmall(camera)).toBe(false);
	await vi.advanceTimersByTimeAsync(1);
	expect(tracks.takesSmall(camera)).toBe(true);
	expect(asked['c1']).toEqual(['resume', 'pause', 'resume']);
	const layers = (spatialLayer: number) => {
		const { consumer } = [...tracks.carried][0] ?? {};
		Object.assign(consumer as Consumer, { currentLayers: { spatialLayer } });
		consumer?.emit('layerschange', { spatialLayer });
	};
	layers(0);
	expect(tracks.takesSmall(camera), 'as long as it is what comes').toBe(true);
	layers(1);
	expect(tracks.takesSmall(camera)).toBe(false);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(asked['c1']).toHaveLength(3);
});
