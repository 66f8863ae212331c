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

/** `growth`: of the worker's estimate from look to look. */
async function measured(samples: number, consumers: Consumer[], lost = 0, growth = 1) {
	const unrepaired: string[] = [];
	let availableOutgoingBitrate = 600_000;
	const losing = {
		getStats: async () => {
			availableOutgoingBitrate *= growth;
			return [{ ...(await transport.getStats())[0], rtpPacketLossSent: lost, availableOutgoingBitrate }];
		},
	};
	const [send, receive] = [transport as unknown as WebRtcTransport, losing as unknown as WebRtcTransport];
	const meter = new LinkMeter(
		{ send, receive },
		{
			endpointId: 'operator',
			flowing: () => consumers,
			sending: () => new Map(),
			asksOften: () => false,
			noteRequests() {},
			countRequests() {},
			onUnrepaired: (consumerId) => unrepaired.push(consumerId),
			onNarrowed() {},
			onCarrying: () => {},
		},
	);
	for (let sample = 1; sample <= samples; sample += 1) await meter.measure(sample * 2_000);
	return { carrying: meter.carrying, overfull: meter.overfull, unrepaired };
}

const carryingAfter = async (samples: number, ...consumers: Consumer[]) =>
	(await measured(samples, consumers)).carrying;

test('a link that has no room for the smallest layer is trusted with less', async () => {
	expect(await carryingAfter(3, unsent(-1, [10, 0]))).toBe('small');
	expect(await carryingAfter(6, unsent(-1, [10, 0]), voice)).toBe('sound');
});

test('a screen that finds no room beside a small camera does not cost both', async () => {
	expect(await carryingAfter(3, unsent(-1, [10, 0]), unsent(0, [10, 0]))).toBe('small');
	expect(await carryingAfter(6, unsent(-1, [10, 0]), unsent(0, [10, 0]), voice)).toBe('small');
});

test('of many pictures that begin together some wait while the worker finds out what the link carries', async () => {
	const pictures = [unsent(0, [10, 0]), unsent(-1, [10, 0])];
	expect((await measured(6, pictures, 0, 1.2)).carrying).toBe('all');
	expect((await measured(6, pictures, 0, 1.05)).carrying).toBe('small');
});

test('a picture that waits for its key frame, or whose sender sends nothing, says nothing of the link', async () => {
	expect(await carryingAfter(10, unsent(0, [10, 0]))).toBe('all');
	expect(await carryingAfter(10, unsent(-1, [0, 0]))).toBe('all');
});

/** A picture of which so many more packets are asked for and sent again with each look. */
function repairing(id: string, askedEach: number, repairedEach: number): Consumer {
	let looks = 0;
	const getStats = async () => {
		looks += 1;
		return [
			{
				type: 'outbound-rtp',
				kind: 'video',
				ssrc: 1,
				packetCount: looks * 500,
				pliCount: 0,
				firCount: 0,
				nackPacketCount: looks * askedEach,
				packetsRetransmitted: looks * repairedEach,
			},
		];
	};
	return { ...unsent(0, [10, 0]), id, currentLayers: { spatialLayer: 0 }, getStats } as unknown as Consumer;
}

test('a picture of which nothing is sent again, whatever is asked for, is told of; one of which some is, is not', async () => {
	const consumers = [repairing('in-vain', 200, 0), repairing('repaired', 200, 1), repairing('few', 5, 0)];
	expect((await measured(2, consumers, 0.05)).unrepaired).toEqual([]);
	expect((await measured(4, consumers, 0.05)).unrepaired).toEqual(['in-vain']);
	expect((await measured(12, consumers, 0.05)).unrepaired, 'if it did not help').toEqual(['in-vain']);
});

test('what a speaker’s uplink lost is asked for by everybody, and costs nobody the picture', async () => {
	expect((await measured(12, [repairing('of-a-lossy-speaker', 200, 0)], 0)).unrepaired).toEqual([]);
});

test('a link that loses voices although a screen is given the room it needs has less room than that', async () => {
	expect(await measured(6, [repairing('screen', 0, 0), voice], 0.27)).toMatchObject({
		carrying: 'sound',
		overfull: true,
	});
	expect(await measured(6, [unsent(-1, [10, 0]), voice])).toMatchObject({ carrying: 'sound', overfull: false });
});

/** A voice of 50 packets a second, of which two of ten are missing at the receiver; they were lost on the way to the node, or beyond it. */
function brokenVoice(lostBeforeNode: boolean): Consumer {
	let looks = 0;
	const getStats = async () => {
		looks += 1;
		const [sent, packetsLost] = [looks * 100, looks * 20];
		const inbound = { type: 'inbound-rtp', kind: 'audio', ssrc: 1, packetsLost: lostBeforeNode ? packetsLost : 0 };
		const own = { fractionLost: looks % 2, jitter: looks, roundTripTime: 20 };
		return [inbound, { type: 'outbound-rtp', kind: 'audio', ssrc: 2, packetCount: sent, packetsLost, ...own }];
	};
	return { ...voice, getStats } as unknown as Consumer;
}

test('what a speaker’s voice lost on its way to the node is no loss of the link that hears it', async () => {
	expect(await carryingAfter(12, brokenVoice(true))).toBe('all');
	expect(await carryingAfter(12, brokenVoice(false))).not.toBe('all');
});
