/**
 * What the endpoints themselves cost, at mediasoup with nothing around it:
 * node test/load/endpoint-costs.ts [--receivers 100] [--layers 3] [--seconds 10] [--receive-buffer BYTES]
 * Router and sender run in this process, the receivers in another. MEDIASOUP_WORKER_BIN as for the tests.
 */
import { fork } from 'node:child_process';
import { loadavg } from 'node:os';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { DtlsParameters } from 'mediasoup/types';
import { BareRouter } from './bare-router.ts';
import { EndpointHost } from './endpoint/endpoint-host.ts';
import type { ConsumerOptions } from './endpoint/received-track.ts';
import { ReceivingTransport } from './endpoint/receiving-transport.ts';
import type { TransportOptions } from './endpoint/secure-transport.ts';
import { loadRecording } from './recording/recording.ts';
import { readUdpDrops } from './udp-drops.ts';

type Order =
	| { do: 'make'; transport: TransportOptions }
	| { do: 'start'; transportId: string }
	| { do: 'consume'; transportId: string; consumer: ConsumerOptions }
	| { do: 'count' };

interface Count {
	packets: number;
	lost: number;
	recovered: number;
	forged: number;
	/** ms of processor time so far. */
	cpu: number;
	/** MB. */
	rss: number;
}

type Answer = { dtlsParameters: DtlsParameters } | { connected: boolean } | Count;

function receive(): void {
	const host = new EndpointHost();
	const transports = new Map<string, ReceivingTransport>();
	const obey = async (order: Order): Promise<Answer> => {
		if (order.do === 'make') {
			const transport = new ReceivingTransport(host, order.transport);
			transports.set(order.transport.id, transport);
			return { dtlsParameters: transport.dtlsParameters };
		}
		if (order.do === 'count') return count([...transports.values()]);
		const transport = transports.get(order.transportId);
		if (!transport) return { connected: false };
		if (order.do === 'consume') {
			transport.consume(order.consumer);
			return { connected: transport.state === 'connected' };
		}
		return new Promise((resolve) => {
			transport.once('connected', () => resolve({ connected: true }));
			transport.once('failed', () => resolve({ connected: false }));
			transport.start();
		});
	};
	process.on('message', ({ id, order }: { id: number; order: Order }) => {
		void obey(order).then((answer) => process.send?.({ id, answer }));
	});
}

function count(transports: readonly ReceivingTransport[]): Count {
	const { user, system } = process.cpuUsage();
	const sums = { packets: 0, lost: 0, recovered: 0, forged: 0 };
	for (const track of transports.flatMap(({ tracks }) => [...tracks.values()])) {
		const { counters } = track;
		sums.packets += counters.packets;
		sums.lost += counters.lost;
		sums.recovered += counters.recovered;
		sums.forged += counters.forged;
	}
	return { ...sums, cpu: (user + system) / 1000, rss: process.memoryUsage.rss() / 2 ** 20 };
}

async function measure(receivers: number, layers: number, seconds: number, buffer?: number): Promise<void> {
	const child = fork(import.meta.filename, ['--role', 'receive']);
	const waiting = new Map<number, (answer: Answer) => void>();
	let orders = 0;
	child.on('message', ({ id, answer }: { id: number; answer: Answer }) => waiting.get(id)?.(answer));
	const ask = async <T extends Answer>(order: Order): Promise<T> => {
		const id = ++orders;
		const answer = await new Promise<Answer>((resolve) => {
			waiting.set(id, resolve);
			child.send({ id, order });
		});
		waiting.delete(id);
		return answer as T;
	};
	const bare = await BareRouter.start(buffer === undefined ? {} : { recvBufferSize: buffer });
	const host = new EndpointHost();
	const sender = await bare.addSender(host, loadRecording());
	const camera = sender.endpoint.produce('camera');
	const microphone = sender.endpoint.produce('microphone');
	camera.setLayers(0);
	microphone.setLayers(0);
	const producers = [
		await sender.transport.produce({ kind: 'video', rtpParameters: camera.rtpParameters }),
		await sender.transport.produce({ kind: 'audio', rtpParameters: microphone.rtpParameters }),
	];

	await wait(500);
	const before = await ask<Count>({ do: 'count' });
	const joins: number[] = [];
	for (let index = 0; index < receivers; index++) {
		const transport = await bare.createTransport();
		const { id: transportId, iceParameters, iceCandidates, dtlsParameters } = transport;
		const options = { id: transportId, iceParameters, iceCandidates, dtlsParameters };
		const made = await ask<{ dtlsParameters: DtlsParameters }>({ do: 'make', transport: options });
		await transport.connect(made);
		const start = performance.now();
		const { connected } = await ask<{ connected: boolean }>({ do: 'start', transportId });
		if (!connected) throw new Error('an endpoint did not connect');
		joins.push(performance.now() - start);
		for (const { id: producerId, kind } of producers) {
			const rtpCapabilities = bare.capabilities;
			const { id: consumerId, rtpParameters } = await transport.consume({ producerId, rtpCapabilities });
			await ask({ do: 'consume', transportId, consumer: { consumerId, kind, rtpParameters } });
		}
	}
	const joined = await ask<Count>({ do: 'count' });

	camera.setLayers(layers);
	microphone.setLayers(1);
	await wait(3000);
	const worker = async () => {
		const { ru_utime: user, ru_stime: system } = await bare.worker.getResourceUsage();
		return { user, system };
	};
	const [first, workerFirst, sending] = [await ask<Count>({ do: 'count' }), await worker(), process.cpuUsage()];
	await wait(seconds * 1000);
	const [last, workerLast, sent] = [await ask<Count>({ do: 'count' }), await worker(), process.cpuUsage(sending)];

	const packets = last.packets - first.packets;
	const micros = (cpu: number) => Math.round((cpu * 100_000) / packets) / 100;
	const figures = {
		receivers,
		packets_per_s: Math.round(packets / seconds),
		us_per_packet: micros(last.cpu - first.cpu),
		core_share: (last.cpu - first.cpu) / (seconds * 1000),
		worker_us_per_packet: micros(workerLast.user + workerLast.system - workerFirst.user - workerFirst.system),
		worker_user_us_per_packet: micros(workerLast.user - workerFirst.user),
		sender_core_share: (sent.user + sent.system) / 1000 / (seconds * 1000),
		join_cpu_ms: (joined.cpu - before.cpu) / receivers,
		connect_ms_p50: joins.toSorted((a, b) => a - b)[receivers >> 1],
		rss_mb: last.rss,
		rss_mb_per_endpoint: (joined.rss - before.rss) / receivers,
		lost: last.lost,
		recovered: last.recovered,
		forged: last.forged,
		udp_drops: readUdpDrops([bare.port]),
		sender: camera.counters,
		load_average: loadavg()[0],
	};
	process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
	child.kill();
	bare.close();
	process.exit(0);
}

const { values } = parseArgs({
	options: {
		role: { type: 'string' },
		receivers: { type: 'string', default: '100' },
		layers: { type: 'string', default: '3' },
		seconds: { type: 'string', default: '10' },
		'receive-buffer': { type: 'string' },
	},
});
if (values.role === 'receive') receive();
else {
	const { 'receive-buffer': buffer } = values;
	const bytes = buffer === undefined ? [] : [Number(buffer)];
	await measure(Number(values.receivers), Number(values.layers), Number(values.seconds), ...bytes);
}
