import type { Consumer, WebRtcTransport } from 'mediasoup/types';
import { LinkMeter } from '#sfu/conference/link-meter.ts';
import { expect, test } from 'vitest';

const transport = { getStats: async () => [{ dtlsState: 'connected', sendBitrate: 0, recvBitrate: 0 }] };

/** A picture that flows by what the node knows, and of which the worker sends no layer. */
const unsent = (targetSpatialLayer: number, producerScores: number[]) =>
	({
		kind: 'video',
		type: 'simulcast',
		currentLayers: undefined,
		// As it was told last: while it flowed.
		score: { score: 10, producerScore: 10, producerScores },
		getStats: async () => [],
		dump: async () => ({ targetSpatialLayer }),
	}) as unknown as Consumer;

const voice = {
	kind: 'audio',
	type: 'simple',
	score: { score: 10, producerScore: 10, producerScores: [10] },
	getStats: async () => [],
} as unknown as Consumer;

async function carryingAfter(samples: number, ...consumers: Consumer[]): Promise<string> {
	const [send, receive] = [transport as unknown as WebRtcTransport, transport as unknown as WebRtcTransport];
	const meter = new LinkMeter(
		{ send, receive },
		{
			endpointId: 'operator',
			flowing: () => consumers,
			sending: () => new Map(),
			asksOften: () => false,
			noteRequests() {},
			countRequests() {},
			onCarrying: () => {},
		},
	);
	for (let sample = 1; sample <= samples; sample += 1) await meter.measure(sample * 2_000);
	return meter.carrying;
}

test('a link that has no room for the smallest layer is trusted with less', async () => {
	expect(await carryingAfter(3, unsent(-1, [10, 0]))).toBe('small');
	expect(await carryingAfter(6, unsent(-1, [10, 0]), voice)).toBe('sound');
});

test('a screen that finds no room beside a small camera does not cost both', async () => {
	expect(await carryingAfter(3, unsent(-1, [10, 0]), unsent(0, [10, 0]))).toBe('small');
	expect(await carryingAfter(6, unsent(-1, [10, 0]), unsent(0, [10, 0]), voice)).toBe('small');
});

test('a picture that waits for its key frame, or whose sender sends nothing, says nothing of the link', async () => {
	expect(await carryingAfter(10, unsent(0, [10, 0]))).toBe('all');
	expect(await carryingAfter(10, unsent(-1, [0, 0]))).toBe('all');
});
