import type { ReceivedTrack } from '#test/load/endpoint/received-track.ts';
import { expect } from 'vitest';
import type { TestEndpoint, TestNode } from '#test/sfu/media-node.ts';
import type { Wires } from '#test/sfu/wired.ts';

/** Sends the endpoint's camera and microphone to its node; resolves with the producers' ids. */
export async function speak(wires: Wires, node: TestNode, endpoint: TestEndpoint) {
	const sender = await wires.sender(node, endpoint);
	const publish = async (source: 'camera' | 'microphone') => {
		const { producerId } = await node.ask.produce({
			...endpoint.ids,
			transportId: sender.id,
			kind: source === 'camera' ? 'video' : 'audio',
			source,
			rtpParameters: sender.produce(source).rtpParameters,
			paused: false,
		});
		return producerId;
	};
	return { camera: await publish('camera'), microphone: await publish('microphone'), publish };
}

/** An endpoint's way from its node, on which tracks are really received. */
export async function listen(wires: Wires, node: TestNode, endpoint: TestEndpoint) {
	const transport = await wires.receiver(node, endpoint);
	return {
		/** Its picture, shown in the size of this layer. */
		async sees(from: TestEndpoint, layer: 0 | 1 | 2 = 2) {
			const told = await endpoint.receives('camera', from);
			const track = transport.consume(told);
			await endpoint.watch(told.consumerId, layer);
			return { consumerId: told.consumerId, track };
		},
		/** Its picture, of which nothing is said. */
		async has(from: TestEndpoint) {
			return transport.consume(await endpoint.receives('camera', from));
		},
		async hears(from: TestEndpoint) {
			return transport.consume(await endpoint.receives('microphone', from));
		},
	};
}

/** From now on. */
export async function untilMore(what: string, track: ReceivedTrack): Promise<void> {
	const before = track.counters.packets;
	await expect.poll(() => track.counters.packets, { message: what, timeout: 10_000 }).toBeGreaterThan(before + 5);
}

export const untilHeight = (what: string, track: ReceivedTrack, height: number): Promise<void> =>
	expect.poll(() => track.counters.size?.height, { message: what, timeout: 10_000 }).toBe(height);
