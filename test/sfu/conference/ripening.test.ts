import { EventEmitter } from 'node:events';
import type { Consumer } from 'mediasoup/types';
import type { Layer } from '#sfu/link/contract-endpoint.ts';
import { ReceivedTrack } from '#sfu/conference/received-track.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A camera's track that is shown large; `scores`: of what comes of each layer. */
async function received({ type = 'simulcast', layer = 2 as Layer } = {}) {
	const preferred: number[] = [];
	const consumer = Object.assign(new EventEmitter(), {
		kind: 'video',
		type,
		closed: false,
		currentLayers: undefined as { spatialLayer: number } | undefined,
		resume: async () => {},
		pause: async () => {},
		close: () => {},
		setPriority: async () => {},
		setPreferredLayers: async ({ spatialLayer }: { spatialLayer: number }) => void preferred.push(spatialLayer),
	});
	const published = { endpointId: 'a', source: 'camera', producerId: 'p', muted: false, silent: false } as const;
	const lease = { take: async () => {}, release: () => {} };
	const first = { layer: 2, priority: 20 } as const;
	const track = new ReceivedTrack(consumer as unknown as Consumer, published, 'main', lease, first);
	await track.apply({ flowing: true, layer, priority: 20 });
	preferred.length = 0;
	const comes = (...producerScores: number[]) =>
		consumer.emit('score', { score: 10, producerScore: 10, producerScores });
	const takes = (spatialLayer: number) => (consumer.currentLayers = { spatialLayer });
	return { track, preferred, comes, takes };
}

test('larger layers that begin to come beside the smallest are asked for once, as soon as the worker takes them', async () => {
	const { preferred, comes, takes } = await received();
	comes(10, 0, 0);
	takes(0);
	vi.advanceTimersByTime(10_000);
	expect(preferred, 'there is nothing larger').toEqual([]);
	comes(10, 10, 0);
	comes(10, 10, 10);
	comes(10, 9, 10);
	vi.advanceTimersByTime(2_000);
	expect(preferred).toEqual([]);
	vi.advanceTimersByTime(100);
	expect(preferred).toEqual([0, 2]);
	vi.advanceTimersByTime(60_000);
	expect(preferred).toEqual([0, 2]);
});

test.each([
	['is taken whole already', { takes: 2, layer: 2 }],
	['is taken as large as it is shown', { takes: 1, layer: 1 }],
	['is shown small', { takes: 0, layer: 0 }],
] as const)('nothing is asked for where it %s', async (_what, { takes, layer }) => {
	const track = await received({ layer });
	track.comes(10, 10, 10);
	track.takes(takes);
	vi.advanceTimersByTime(3_000);
	expect(track.preferred).toEqual([]);
});

test('nothing is asked for of what has no layers, does not flow, or is closed', async () => {
	const [single, paused, closed] = [await received({ type: 'simple' }), await received(), await received()];
	for (const { comes, takes } of [single, paused, closed]) {
		comes(10, 10, 10);
		takes(0);
	}
	await paused.track.apply({ flowing: false, layer: 2, priority: 20 });
	closed.track.close();
	vi.advanceTimersByTime(3_000);
	expect([single, paused, closed].flatMap(({ preferred }) => preferred)).toEqual([]);
});
