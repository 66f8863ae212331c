import type { Logger } from 'pino';
import { WayBudgets } from '#sfu/cascade/way-budget.ts';
import { Conference, type ConferenceTimes } from '#sfu/conference/conference.ts';
import { within } from '#sfu/conference/within.ts';
import type { NodeNotice, NodeNoticeName, NodeRequestOutput } from '#sfu/link/contract.ts';
import type { LineFigures } from '#sfu/link/contract-line.ts';
import { MediaError } from '#sfu/link/errors.ts';
import { OwnLoad } from '#sfu/link/process-load.ts';
import type { MediaWorker } from './media-worker.ts';
import { placeEndpoint, type WorkerLoad } from './placement.ts';
import { Solitude, type SolitudePort } from './solitude.ts';
import { LinkWatch, type LinkWatchPort } from './link-watch.ts';
import type { MediaSettings } from './settings.ts';
import { WorkerPool } from './worker-pool.ts';
import { WorkerWatch, type WorkerWatchPort } from './worker-watch.ts';

export interface MediaNodeOptions {
	settings: MediaSettings;
	log: Logger;
	notify<N extends NodeNoticeName>(name: N, notice: NodeNotice<N>): void;
	times?: Partial<ConferenceTimes>;
	workerWatch?: Pick<WorkerWatchPort, 'everyMs' | 'sample'>;
	linkWatch?: Pick<LinkWatchPort, 'everyMs'>;
	solitude?: Pick<SolitudePort, 'afterMs'>;
	/** An area goes on by itself: the link is of no use any more. */
	onIsland?: () => void;
}

const times: ConferenceTimes = {
	silentAfter: 10_000,
	returnWithin: 5_000,
	holdDown: 10_000,
	keepFor: 20_000,
	gather: 40,
};

/** ms */
const longestMeasuring = 1_000;

/** A media node: its workers and the conferences that run on them. */
export class MediaNode {
	readonly #pool: WorkerPool;
	readonly #options: MediaNodeOptions;
	readonly #workerWatch: WorkerWatch;
	readonly #linkWatch: LinkWatch;
	readonly #solitude: Solitude;
	readonly #ownLoad = new OwnLoad();
	readonly #conferences = new Map<string, Conference>();
	readonly #ways = new WayBudgets();
	#closed = false;

	static async start(options: MediaNodeOptions): Promise<MediaNode> {
		return new MediaNode(await WorkerPool.start(options.settings, options.log), options);
	}

	private constructor(pool: WorkerPool, options: MediaNodeOptions) {
		this.#pool = pool;
		this.#options = options;
		const { log } = options;
		this.#workerWatch = new WorkerWatch({
			workers: () => pool.workers,
			onShedding: (worker) => {
				for (const conference of this.#conferences.values()) conference.followOn(worker);
			},
			log,
			...options.workerWatch,
		});
		this.#linkWatch = new LinkWatch({
			conferences: () => this.#conferences.values(),
			tell: (conferenceId, links) => options.notify('links', { conferenceId, links }),
			log,
			...options.linkWatch,
		});
		this.#solitude = new Solitude({
			look: (isAlone) => {
				const begun = [...this.#conferences.values()].filter(({ island }) => island.look(isAlone));
				if (begun.length > 0) options.onIsland?.();
			},
			...options.solitude,
		});
	}

	/** Something came from the control process. */
	heard(): void {
		this.#solitude.heard();
	}

	get workers(): readonly MediaWorker[] {
		return this.#pool.workers;
	}

	describe(): NodeNotice<'node-ready'> {
		const open = [...this.#conferences.values()].filter(({ closed }) => !closed);
		return {
			workers: this.#pool.workers.length,
			conferences: open.map(({ id, revision, neighbours, island, endpoints }) => {
				const endpointIds = endpoints.map((endpoint) => endpoint.id);
				return { conferenceId: id, revision, neighbours, islands: island.told, endpointIds };
			}),
		};
	}

	/** Opens it unless it is open. Throws MediaError `media-worker-absent`. */
	openConference(conferenceId: string): Conference {
		if (this.#closed) throw new MediaError('media-worker-absent', 'the node closes');
		const open = this.#conferences.get(conferenceId);
		if (open && !open.closed) return open;
		const conference = new Conference(conferenceId, {
			waitForWorker: () => this.#pool.waitForWorker(),
			placeEndpoint: (seated) => this.#placeEndpoint(seated),
			notify: this.#options.notify,
			wayTo: (nodeId) => this.#ways.to(nodeId),
			log: this.#options.log,
			times: { ...times, ...this.#options.times },
		});
		this.#conferences.set(conferenceId, conference);
		return conference;
	}

	requireConference(conferenceId: string): Conference {
		const conference = this.#conferences.get(conferenceId);
		if (!conference || conference.closed) throw new MediaError('conference-unknown', conferenceId);
		return conference;
	}

	/** Idempotent. */
	closeConference(conferenceId: string): void {
		this.#conferences.get(conferenceId)?.close();
		this.#conferences.delete(conferenceId);
	}

	async measure(): Promise<NodeRequestOutput<'get-stats'>> {
		const loads = new Map(this.#loads().map((load) => [load.index, load]));
		const workers = this.#pool.workers.map(async (worker) => {
			const { index, pid, ports, shedding, keyFrames } = worker;
			const { conferences = 0, endpoints = 0, consumers = 0 } = loads.get(index) ?? {};
			const load = { conferences, endpoints, consumers, shedding, keyFrames };
			// One that does not answer does not keep back what is known of the others.
			const [rssKib] = await Promise.all([worker.measureResident(), within(longestMeasuring, worker.measure())]);
			return { index, pid, ports: [...ports], ...load, ...worker.usage, rssKib };
		});
		return {
			process: this.#ownLoad.measure(),
			workers: await Promise.all(workers),
			conferences: await Promise.all(
				[...this.#conferences.values()].map(async (conference) => ({
					conferenceId: conference.id,
					pipes: conference.pipes,
					lines: await linesOf(conference),
					endpoints: conference.endpoints.map(({ id, seat, sources, received }) => {
						return { endpointId: id, worker: seat.worker.index, sources, consumers: received.size };
					}),
				})),
			),
		};
	}

	/** Idempotent; closes the conferences and ends the workers. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#workerWatch.close();
		this.#linkWatch.close();
		this.#solitude.close();
		this.#ownLoad.close();
		for (const conference of this.#conferences.values()) conference.close();
		this.#conferences.clear();
		this.#pool.close();
	}

	#placeEndpoint(seated: ReadonlySet<MediaWorker>): MediaWorker | undefined {
		const index = placeEndpoint(this.#loads(), new Set([...seated].map((worker) => worker.index)));
		return this.#pool.workers.find((worker) => worker.index === index);
	}

	#loads(): WorkerLoad[] {
		return this.#pool.workers.map((worker) => {
			const load = {
				index: worker.index,
				ready: !worker.closed,
				overloaded: worker.shedding > 0 || this.#workerWatch.isSilent(worker),
			};
			const counts = { conferences: 0, endpoints: 0, consumers: 0 };
			for (const conference of this.#conferences.values()) {
				const endpoints = conference.endpointsOn(worker);
				counts.endpoints += endpoints;
				if (endpoints > 0) counts.conferences += 1;
				counts.consumers += conference.consumersOn(worker);
			}
			return { ...load, ...counts };
		});
	}
}

/** None where a worker does not answer: the rest is known all the same. */
async function linesOf(conference: Conference): Promise<LineFigures[]> {
	let lines: LineFigures[] = [];
	await within(
		longestMeasuring,
		conference.measureLines().then((measured) => (lines = measured)),
	);
	return lines;
}
