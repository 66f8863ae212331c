import type { Consumer } from 'mediasoup/types';
import { afterEach, expect, test, vi } from 'vitest';
import { Narrowing } from '#sfu/conference/narrowing.ts';
import { ReceivedTrack } from '#sfu/conference/received-track.ts';
import { consumerOf, limitEstimate } from '#test/sfu/living.ts';
import { TestNode } from '#test/sfu/media-node.ts';
import { Wires } from '#test/sfu/wired.ts';

let node: TestNode | undefined;
let wires: Wires | undefined;
afterEach(() => {
	vi.useRealTimers();
	wires?.close();
	node?.close();
});

test('a way has narrowed where much less is believed of it than before, and not where a little less is', () => {
	const narrowing = new Narrowing();
	const believed = [1_000_000, 2_000_000, 1_600_000, 1_300_000, 900_000, 900_000, 150_000];
	const take = (availableBitrate: number, desiredBitrate = 2_500_000) =>
		narrowing.take({ availableBitrate, desiredBitrate });
	expect(believed.map((available) => take(available))).toEqual([false, false, false, false, true, false, true]);
	expect([take(4_860_000), take(2_566_000, 1_900_000)], 'nor where it is as much as is wanted').toEqual([false, false]);
});

/** A camera's track of which the worker sends `current`, and is about to send `target`; `meanwhile`: it tells so. */
async function shown(
	{ current, target, meanwhile = current }: { current: number | undefined; target: number; meanwhile?: number },
	flowing = true,
) {
	const asked: string[] = [];
	const ask = (what: string) => async () => void asked.push(what);
	const consumer = {
		kind: 'video',
		type: 'simulcast',
		currentLayers: current === undefined ? undefined : { spatialLayer: current },
		on: () => {},
		setPriority: async () => {},
		setPreferredLayers: async ({ spatialLayer }: { spatialLayer: number }) =>
			void asked.push(`at most ${spatialLayer}`),
		resume: ask('resume'),
		pause: ask('pause'),
		close() {},
		async dump() {
			if (meanwhile !== undefined) this.currentLayers = { spatialLayer: meanwhile };
			return { currentSpatialLayer: current, targetSpatialLayer: target };
		},
	};
	const published = { endpointId: 'a', source: 'camera', producerId: 'p', muted: false, silent: false } as const;
	const lease = { take: async () => {}, release: () => {} };
	const track = new ReceivedTrack(consumer as unknown as Consumer, published, 'main', lease, {
		layer: 2,
		priority: 20,
	});
	track.told = 2;
	track.takeUp();
	if (flowing) await track.apply({ flowing, layer: 2, priority: 20 });
	asked.length = 0;
	const wider = vi.fn();
	await track.makeWay(wider);
	return { asked, track, wider };
}

test('what is to become smaller stops at once, and goes on with the smaller one’s key frame', async () => {
	expect((await shown({ current: 2, target: 0 })).asked).toEqual(['at most 0', 'pause', 'resume']);
	expect((await shown({ current: 2, target: 1 })).asked).toEqual(['at most 1', 'pause', 'resume']);
});

test('a way that has become narrow is tried with no larger picture for ten seconds', async () => {
	vi.useFakeTimers();
	const { track, wider } = await shown({ current: 2, target: 1 });
	const layer = () => track.flowIn({ shedding: 0, carrying: 'all' }).layer;
	vi.advanceTimersByTime(9_900);
	expect([layer(), wider.mock.calls.length]).toEqual([1, 0]);
	vi.advanceTimersByTime(200);
	expect([layer(), wider.mock.calls.length]).toEqual([2, 1]);
	track.close();
});

test.each([
	['stays as large as it is', { current: 1, target: 1 }, true],
	['is the smallest', { current: 0, target: -1 }, true],
	['has not begun', { current: undefined, target: 1 }, true],
	['does not flow', { current: 2, target: 0 }, false],
	['has become so meanwhile', { current: 2, target: 0, meanwhile: 0 }, true],
] as const)('a picture that %s is left as it is', async (_what, layers, flowing) => {
	expect((await shown(layers, flowing)).asked).toEqual([]);
});

test('a worker that finds a way narrow is told at once to send nothing more that is too large for it', async () => {
	node = await TestNode.start();
	wires = new Wires();
	const [speaker, listener] = [await node.join('m', 'a'), await node.join('m', 'b')];
	await wires.camera(node, speaker);
	await node.declare('m', { tracks: [speaker.at('main')] });
	const { consumerId, kind, rtpParameters: received } = await listener.receives('camera', speaker);
	(await wires.receiver(node, listener)).consume({ consumerId, kind, rtpParameters: received });
	await listener.watch(consumerId);
	const consumer = consumerOf(consumerId);
	const course: string[] = [];
	const layer = () => consumer.currentLayers?.spatialLayer;
	// Until then the worker has not said what it believes of the way, or looks anew for larger layers by itself.
	await expect.poll(layer, { message: 'the largest layer', timeout: 60_000 }).toBe(2);
	for (const what of ['pause', 'resume'] as const) consumer.observer.on(what, () => course.push(what));
	await limitEstimate(listener.transports.receive.id, 200_000);
	await expect.poll(() => course.slice(0, 2), { message: 'the larger one to stop' }).toEqual(['pause', 'resume']);
	await expect.poll(layer, { message: 'the smallest layer', timeout: 30_000 }).toBe(0);
}, 120_000);
