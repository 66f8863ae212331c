import * as mediasoup from 'mediasoup';
import type {
	BaseTransportStats,
	Consumer,
	PlainTransport,
	Producer,
	SimulcastConsumerDump,
	Transport,
} from 'mediasoup/types';
import { expect } from 'vitest';

const consumers = new Map<string, Consumer>();
const producers = new Map<string, Producer[]>();
const transports = new Map<string, Transport>();

/** Everything that mediasoup makes in this process, by the id that notices carry. */
mediasoup.observer.on('newworker', (worker) =>
	worker.observer.on('newrouter', (router) =>
		router.observer.on('newtransport', (transport) => watch(transport as Transport)),
	),
);

function watch(transport: Transport): void {
	transports.set(transport.id, transport);
	transport.observer.on('newconsumer', (consumer) => consumers.set(consumer.id, consumer));
	transport.observer.on('newproducer', (producer) =>
		producers.set(producer.id, [...(producers.get(producer.id) ?? []), producer]),
	);
}

/** Throws where there has been none of this id. */
export function consumerOf(consumerId: string): Consumer {
	const consumer = consumers.get(consumerId);
	if (!consumer) throw new Error(`there has been no consumer ${consumerId}`);
	return consumer;
}

/** How a consumer stands in the worker itself, whatever we believe. */
export async function stateOf(consumerId: string): Promise<{ flowing: boolean; layer: number; priority: number }> {
	const dump = (await consumerOf(consumerId).dump()) as SimulcastConsumerDump;
	return { flowing: !dump.paused, layer: dump.preferredSpatialLayer, priority: dump.priority };
}

/** The open ends of lines to other nodes, in the order they were laid. */
export const openLineEnds = (): PlainTransport[] =>
	[...transports.values()].filter((each): each is PlainTransport => each.type === 'plain' && !each.closed);

/** Below this, in bit/s, the worker's estimate of what a transport's receiver can take does not fall. */
export async function leastEstimateOf(transportId: string): Promise<number | undefined> {
	const [stats] = ((await transports.get(transportId)?.getStats()) ?? []) as BaseTransportStats[];
	return stats?.minOutgoingBitrate;
}

/** Above this, in bit/s, it does not rise, and falls at once if it is: as on a way that has become narrow. */
export async function limitEstimate(transportId: string, most: number): Promise<void> {
	await transports.get(transportId)?.setMaxOutgoingBitrate(most);
}

/** Resolves once all of these flow in the worker itself. */
export async function untilFlowing(consumerIds: readonly string[]): Promise<void> {
	const standing = async () => (await Promise.all(consumerIds.map(stateOf))).filter(({ flowing }) => !flowing).length;
	await expect.poll(standing, { message: 'all tracks to flow', timeout: 15_000 }).toBe(0);
}

/** The open producers of this id, one on each router that has it: the first is the one that was published. */
export const openProducers = (producerId: string): Producer[] =>
	(producers.get(producerId) ?? []).filter((producer) => !producer.closed);

/** What is open of all that was ever made here, but the transports' own pipes. */
export const countOpen = (): { consumers: number; producers: number } => ({
	consumers: [...consumers.values()].filter((consumer) => !consumer.closed).length,
	producers: [...producers.values()].flat().filter((producer) => !producer.closed).length,
});
