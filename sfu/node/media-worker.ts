import process from 'node:process';
import * as mediasoup from 'mediasoup';
import type { Router, TransportListenInfo, WebRtcServer, Worker } from 'mediasoup/types';
import { mediaCodecs } from '#sfu/conference/media-codecs.ts';
import type { Shedding } from '#sfu/conference/flow.ts';
import { residentKib } from '#sfu/link/process-load.ts';
import type { MediaSettings } from './settings.ts';

/** ms */
const longestStart = 5_000;

/** A mediasoup worker process with the one WebRtcServer that all its transports share. */
export class MediaWorker {
	readonly index: number;
	readonly webRtcServer: WebRtcServer;
	/** UDP ports listened on. */
	readonly ports: readonly number[];
	readonly #worker: Worker;
	#shedding: Shedding = 0;
	#usage = { cpuMs: 0, maxRssKib: 0 };
	#keyFrames = { requested: 0, passedOn: 0 };

	/** Throws when the process cannot start or its port is taken; nothing is left behind then. */
	static async start(index: number, settings: MediaSettings): Promise<MediaWorker> {
		const worker = await mediasoup.createWorker({
			logLevel: 'warn',
			...(settings.workerBin === undefined ? {} : { workerBin: settings.workerBin }),
		});
		// Nobody watches it yet.
		const impatience = setTimeout(() => process.kill(worker.pid, 'SIGKILL'), longestStart);
		try {
			const webRtcServer = await worker.createWebRtcServer({
				listenInfos: settings.listenIps.flatMap((ip) =>
					(['udp', 'tcp'] as const).map((protocol) => listenInfo(protocol, ip, index, settings)),
				),
			});
			const { udpSockets } = await webRtcServer.dump();
			return new MediaWorker(
				index,
				worker,
				webRtcServer,
				udpSockets.map((socket) => socket.port),
			);
		} catch (error) {
			worker.close();
			throw error;
		} finally {
			clearTimeout(impatience);
		}
	}

	private constructor(index: number, worker: Worker, webRtcServer: WebRtcServer, ports: readonly number[]) {
		this.index = index;
		this.#worker = worker;
		this.webRtcServer = webRtcServer;
		this.ports = ports;
	}

	get pid(): number {
		return this.#worker.pid;
	}

	get closed(): boolean {
		return this.#worker.closed;
	}

	/** What it does without, being overloaded; set by its watch. */
	get shedding(): Shedding {
		return this.#shedding;
	}

	shed(level: Shedding): void {
		this.#shedding = level;
	}

	/** Calls back once when the process ends without having been closed, at once if it already has. */
	onDied(handle: (error: Error) => void): void {
		if (this.#worker.died) handle(new Error('died before it was watched'));
		else this.#worker.once('died', handle);
	}

	createRouter(): Promise<Router> {
		return this.#worker.createRouter({ mediaCodecs });
	}

	/** CPU time since the start in ms, largest resident set in KiB. */
	async measure(): Promise<{ cpuMs: number; maxRssKib: number }> {
		const usage = await this.#worker.getResourceUsage();
		this.#usage = { cpuMs: usage.ru_utime + usage.ru_stime, maxRssKib: usage.ru_maxrss };
		return this.#usage;
	}

	/** As it was measured last. */
	get usage(): { readonly cpuMs: number; readonly maxRssKib: number } {
		return this.#usage;
	}

	/** Requests for key frames, as far as links were measured: from receivers, and of those what was asked of senders. */
	get keyFrames(): { readonly requested: number; readonly passedOn: number } {
		return this.#keyFrames;
	}

	countKeyFrames(requested: number, passedOn: number): void {
		const before = this.#keyFrames;
		this.#keyFrames = { requested: before.requested + requested, passedOn: before.passedOn + passedOn };
	}

	/** Resident set now, in KiB; null where the system does not tell. */
	measureResident(): Promise<number | null> {
		return residentKib(this.pid);
	}

	/** Ids of the routers that live in the process. */
	async getRouterIds(): Promise<string[]> {
		return (await this.#worker.dump()).routerIds;
	}

	/** Ends a process that does not listen any more, as if it had died by itself. */
	kill(): void {
		if (!this.closed) process.kill(this.pid, 'SIGKILL');
	}

	/** Idempotent; closes all that lives in the process. */
	close(): void {
		this.#worker.close();
	}
}

/** Bytes: half a second of what a worker receives at most, and a key frame to hundreds of sites. */
export const socketBuffer = 4 * 1024 * 1024;

function listenInfo(protocol: 'udp' | 'tcp', ip: string, index: number, settings: MediaSettings): TransportListenInfo {
	return {
		protocol,
		ip,
		// A worker that is busy for a moment, as with a key frame to hundreds, must not lose what arrives meanwhile: the
		// speaker's packets, which everybody misses then. The system may allow less (net.core.rmem_max).
		recvBufferSize: socketBuffer,
		sendBufferSize: socketBuffer,
		...(settings.announcedAddress === undefined ? {} : { announcedAddress: settings.announcedAddress }),
		...(settings.port === 0 ? {} : { port: settings.port + index }),
	};
}
