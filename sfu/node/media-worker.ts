import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import process from 'node:process';
import * as mediasoup from 'mediasoup';
import type { Router, TransportListenInfo, WebRtcServer, Worker } from 'mediasoup/types';
import { mediaCodecs } from '#sfu/conference/media-codecs.ts';
import type { Shedding } from '#sfu/conference/flow.ts';
import { residentKib } from '#sfu/link/process-load.ts';
import type { MediaSettings } from './settings.ts';

/** Nobody watches a worker that is still starting, and mediasoup waits for it for ever. ms */
const longestStart = 5_000;

/** A mediasoup worker process with the one WebRtcServer that all its transports share. */
export class MediaWorker {
	readonly index: number;
	readonly webRtcServer: WebRtcServer;
	/** UDP ports listened on. */
	readonly ports: readonly number[];
	/** Where the ends of lines to other nodes listen. */
	readonly lineListenInfo: TransportListenInfo;
	readonly #worker: Worker;
	#shedding: Shedding = 0;
	#usage = { cpuMs: 0, maxRssKib: 0 };
	#keyFrames = { requested: 0, passedOn: 0 };

	/**
	 * Throws when the process cannot start, has not within `longest` ms, or its port is taken; nothing is left behind then.
	 */
	static async start(index: number, settings: MediaSettings, longest = longestStart): Promise<MediaWorker> {
		const { starting, kill } = spawn(settings);
		const listening = starting.then((worker) => MediaWorker.#listen(index, worker, settings));
		const late = Promise.withResolvers<never>();
		const impatience = setTimeout(() => {
			kill();
			listening.then(
				(worker) => worker.close(),
				() => {},
			);
			late.reject(new Error(`the media worker did not start within ${longest / 1_000} s, and was killed`));
		}, longest);
		try {
			return await Promise.race([listening, late.promise]);
		} finally {
			clearTimeout(impatience);
		}
	}

	static async #listen(index: number, worker: Worker, settings: MediaSettings): Promise<MediaWorker> {
		try {
			const webRtcServer = await worker.createWebRtcServer({
				listenInfos: settings.listenIps.flatMap((ip) =>
					(['udp', 'tcp'] as const).map((protocol) => listenInfo(protocol, ip, index, settings)),
				),
			});
			const { udpSockets } = await webRtcServer.dump();
			const ports = udpSockets.map((socket) => socket.port);
			return new MediaWorker(index, worker, webRtcServer, ports, lineListenInfo(settings));
		} catch (error) {
			worker.close();
			throw error;
		}
	}

	private constructor(
		index: number,
		worker: Worker,
		webRtcServer: WebRtcServer,
		ports: readonly number[],
		lines: TransportListenInfo,
	) {
		this.index = index;
		this.#worker = worker;
		this.webRtcServer = webRtcServer;
		this.ports = ports;
		this.lineListenInfo = lines;
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

/** mediasoup says which process it is only once it has started: until then it can be killed by this alone. */
function spawn({ workerBin }: MediaSettings): { readonly starting: Promise<Worker>; readonly kill: () => void } {
	let child: ChildProcess | undefined;
	const note = (message: unknown) => (child ??= (message as { process: ChildProcess }).process);
	subscribe('child_process', note);
	const starting = mediasoup.createWorker({ logLevel: 'warn', ...(workerBin === undefined ? {} : { workerBin }) });
	// The process is spawned in this very turn: no other one is taken for it.
	unsubscribe('child_process', note);
	return { starting, kill: () => child?.kill('SIGKILL') };
}

/** Bytes: half a second of what a worker receives at most, and a key frame to hundreds of sites. */
export const socketBuffer = 4 * 1024 * 1024;

function listenInfo(protocol: 'udp' | 'tcp', ip: string, index: number, settings: MediaSettings): TransportListenInfo {
	return {
		...listenOn(protocol, ip, settings),
		...(settings.port === 0 ? {} : { port: settings.port + index }),
	};
}

/** Other nodes reach this one as browsers do first, each line at a port of its own. */
function lineListenInfo(settings: MediaSettings): TransportListenInfo {
	const { listenIps, linePorts } = settings;
	return {
		...listenOn('udp', listenIps[0] ?? '127.0.0.1', settings),
		...(linePorts === undefined ? {} : { portRange: { ...linePorts } }),
	};
}

function listenOn(protocol: 'udp' | 'tcp', ip: string, { announcedAddress }: MediaSettings): TransportListenInfo {
	return {
		protocol,
		ip,
		// A worker that is busy for a moment, as with a key frame to hundreds, must not lose what arrives meanwhile: the
		// speaker's packets, which everybody misses then. The system may allow less (net.core.rmem_max).
		recvBufferSize: socketBuffer,
		sendBufferSize: socketBuffer,
		...(announcedAddress === undefined ? {} : { announcedAddress }),
	};
}
