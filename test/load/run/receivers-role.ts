/** Receiving endpoints without the product's signalling, in a process of their own: for measuring bare mediasoup. */
import type { DtlsParameters } from 'mediasoup/types';
import { EndpointHost } from '../endpoint/endpoint-host.ts';
import type { ConsumerOptions } from '../endpoint/received-track.ts';
import { ReceivingTransport } from '../endpoint/receiving-transport.ts';
import type { TransportOptions } from '../endpoint/secure-transport.ts';
import { serveCalls } from './rpc.ts';

const host = new EndpointHost();
const transports = new Map<string, ReceivingTransport>();

function require(transportId: string): ReceivingTransport {
	const transport = transports.get(transportId);
	if (!transport) throw new Error(`no transport ${transportId}`);
	return transport;
}

export const receiversRole = {
	make: (options: TransportOptions): DtlsParameters => {
		const transport = new ReceivingTransport(host, options);
		transports.set(options.id, transport);
		return transport.dtlsParameters;
	},
	/** Resolves once it is connected. */
	start: (transportId: string): Promise<void> =>
		new Promise((resolve, reject) => {
			const transport = require(transportId);
			transport.once('connected', resolve);
			transport.once('failed', (reason) => reject(new Error(reason)));
			transport.start();
		}),
	consume: ({ transportId, consumer }: { transportId: string; consumer: ConsumerOptions }): void => {
		require(transportId).consume(consumer);
	},
	count: () => {
		const counters = [...transports.values()].flatMap(({ tracks }) =>
			[...tracks.values()].map((track) => track.counters),
		);
		return {
			packets: counters.reduce((sum, { packets }) => sum + packets, 0),
			lost: counters.reduce((sum, { lost }) => sum + lost, 0),
			heights: counters.flatMap(({ size }) => size?.height ?? []),
		};
	},
};

serveCalls(receiversRole);
