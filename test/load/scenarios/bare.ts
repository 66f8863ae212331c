import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Producer } from 'mediasoup/types';
import { socketBuffer } from '#sfu/node/media-worker.ts';
import { BareRouter } from '../bare-router.ts';
import { EndpointHost } from '../endpoint/endpoint-host.ts';
import { loadRecording } from '../recording/recording.ts';
import type { receiversRole } from '../run/receivers-role.ts';
import { Role } from '../run/rpc.ts';

interface BareFigures {
	readonly bare: {
		readonly picture_height: number;
		readonly packets_per_s: number;
		readonly lost: number;
		readonly worker_us_per_packet: number;
	};
}

export interface BareOptions {
	readonly receivers: number;
	/** the largest layer to receive: 0 = 180p, 1 = 360p, 2 = 720p */
	readonly layer: number;
	readonly seconds: number;
	readonly say: (line: string) => void;
}

/** As the product's workers have them: nobody is to lose packets for want of memory. */
const buffers = { recvBufferSize: socketBuffer, sendBufferSize: socketBuffer };

/**
 * mediasoup with nothing of ours around it: as many receivers of the same camera and microphone, on a router on each of
 * two workers, the second one piped to, as mediasoup's documentation has it for many receivers.
 */
export async function bare({ receivers, layer, seconds, say }: BareOptions): Promise<BareFigures> {
	say(`${receivers} receivers at bare mediasoup`);
	const routers = [await BareRouter.start(buffers), await BareRouter.start(buffers)] as const;
	const host = new EndpointHost();
	const role = new Role<typeof receiversRole>(path.join(import.meta.dirname, '../run/receivers-role.ts'));
	try {
		const producers = await publish(routers, host);
		for (let index = 0; index < receivers; index += 1)
			await receive(routers[index % 2 === 0 ? 0 : 1], producers, layer, role);
		await settle(role, receivers);
		return { bare: await measure(routers, role, seconds) };
	} finally {
		role.close();
		host.close();
		for (const router of routers) router.close();
	}
}

async function publish(routers: readonly [BareRouter, BareRouter], host: EndpointHost): Promise<readonly Producer[]> {
	const [home, other] = routers;
	const { endpoint, transport } = await home.addSender(host, loadRecording());
	const producers = [];
	for (const source of ['camera', 'microphone'] as const) {
		const { kind, rtpParameters } = endpoint.produce(source);
		const producer = await transport.produce({ kind, rtpParameters, keyFrameRequestDelay: 500 });
		await home.router.pipeToRouter({
			producerId: producer.id,
			router: other.router,
			listenInfo: { protocol: 'udp', ip: '127.0.0.1', ...buffers },
			enableSctp: false,
		});
		producers.push(producer);
	}
	return producers;
}

async function receive(
	router: BareRouter,
	producers: readonly Producer[],
	spatialLayer: number,
	role: Role<typeof receiversRole>,
): Promise<void> {
	const transport = await router.createTransport();
	const { id: transportId, iceParameters, iceCandidates, dtlsParameters } = transport;
	const ours = await role.call('make', { id: transportId, iceParameters, iceCandidates, dtlsParameters });
	await transport.connect({ dtlsParameters: ours });
	await role.call('start', transportId);
	for (const { id: producerId, kind } of producers) {
		const consumer = await transport.consume({
			producerId,
			rtpCapabilities: router.capabilities,
			enableRtx: true,
			ignoreDtx: true,
			paused: true,
			...(kind === 'video' ? { preferredLayers: { spatialLayer } } : {}),
		});
		const { id: consumerId, rtpParameters } = consumer;
		await role.call('consume', { transportId, consumer: { consumerId, kind, rtpParameters } });
		await consumer.resume();
	}
}

/** Waits until everybody has the same picture: it grows from the smallest. */
async function settle(role: Role<typeof receiversRole>, receivers: number): Promise<void> {
	for (let second = 0; second < 60; second += 1) {
		const { heights } = await role.call('count', undefined as never);
		if (heights.length === receivers && Math.min(...heights) === Math.max(...heights)) return;
		await wait(1_000);
	}
	throw new Error('bare mediasoup does not bring the same picture to everybody');
}

async function measure(
	routers: readonly BareRouter[],
	role: Role<typeof receiversRole>,
	seconds: number,
): Promise<BareFigures['bare']> {
	const cpu = async () => {
		const usages = await Promise.all(routers.map(({ worker }) => worker.getResourceUsage()));
		return usages.reduce((sum, { ru_utime: user, ru_stime: system }) => sum + user + system, 0);
	};
	const [cpuBefore, before, started] = [await cpu(), await role.call('count', undefined as never), performance.now()];
	await wait(seconds * 1000);
	const [cpuAfter, after, ended] = [await cpu(), await role.call('count', undefined as never), performance.now()];
	const packets = after.packets - before.packets;
	return {
		picture_height: Math.max(...after.heights),
		packets_per_s: Math.round((packets * 1000) / (ended - started)),
		lost: after.lost - before.lost,
		worker_us_per_packet: Number((((cpuAfter - cpuBefore) * 1000) / packets).toFixed(2)),
	};
}
