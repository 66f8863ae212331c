import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { Conference } from '#sfu/conference/conference.ts';
import type { NodeNotice, NodeNoticeName, NodeRequestOutput } from '#sfu/link/contract.ts';
import { MediaError } from '#sfu/link/errors.ts';
import type { MediaWorker } from './media-worker.ts';
import { placeConference, type WorkerLoad } from './placement.ts';
import type { MediaSettings } from './settings.ts';
import { WorkerPool } from './worker-pool.ts';

export interface MediaNodeOptions {
	settings: MediaSettings;
	log: Logger;
	notify<N extends NodeNoticeName>(name: N, notice: NodeNotice<N>): void;
	/** See ConferencePort; default 10 s. */
	silentAfter?: number;
	/** See ConferencePort; default 5 s. */
	returnWithin?: number;
}

/** A media node: its workers and the conferences that run on them. */
export class MediaNode {
	readonly id = randomUUID();
	readonly #pool: WorkerPool;
	readonly #options: MediaNodeOptions;
	readonly #conferences = new Map<string, Conference>();
	#closed = false;

	static async start(options: MediaNodeOptions): Promise<MediaNode> {
		return new MediaNode(await WorkerPool.start(options.settings, options.log), options);
	}

	private constructor(pool: WorkerPool, options: MediaNodeOptions) {
		this.#pool = pool;
		this.#options = options;
	}

	get workers(): readonly MediaWorker[] {
		return this.#pool.workers;
	}

	describe(): NodeNotice<'node-ready'> {
		return { nodeId: this.id, workers: this.#pool.workers.length, conferences: [...this.#conferences.keys()] };
	}

	/** Opens it unless it is open. Throws MediaError `media-worker-absent`. */
	openConference(conferenceId: string): Conference {
		if (this.#closed) throw new MediaError('media-worker-absent', 'the node closes');
		const open = this.#conferences.get(conferenceId);
		if (open && !open.closed) return open;
		const conference = new Conference(conferenceId, {
			acquireWorker: () => this.#acquireWorker(),
			notify: this.#options.notify,
			log: this.#options.log,
			silentAfter: this.#options.silentAfter ?? 10_000,
			returnWithin: this.#options.returnWithin ?? 5000,
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
			const { index, pid, ports } = worker;
			const { conferences = 0, endpoints = 0, consumers = 0 } = loads.get(index) ?? {};
			return { index, pid, ports: [...ports], conferences, endpoints, consumers, ...(await worker.measure()) };
		});
		return {
			workers: await Promise.all(workers),
			conferences: [...this.#conferences.values()].map((conference) => ({
				conferenceId: conference.id,
				worker: conference.worker?.index ?? -1,
				endpoints: conference.endpoints.map(({ id, sources, received }) => {
					return { endpointId: id, sources, consumers: received.size };
				}),
			})),
		};
	}

	/** Idempotent; closes the conferences and ends the workers. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		for (const conference of this.#conferences.values()) conference.close();
		this.#conferences.clear();
		this.#pool.close();
	}

	async #acquireWorker(): Promise<MediaWorker> {
		await this.#pool.waitForWorker();
		const index = placeConference(this.#loads());
		const worker = this.#pool.workers.find((candidate) => candidate.index === index);
		if (!worker) throw new MediaError('media-worker-absent');
		return worker;
	}

	#loads(): WorkerLoad[] {
		const loads = new Map<MediaWorker, WorkerLoad>();
		for (const worker of this.#pool.workers) {
			loads.set(worker, { index: worker.index, ready: !worker.closed, conferences: 0, endpoints: 0, consumers: 0 });
		}
		for (const { worker, endpoints } of this.#conferences.values()) {
			const load = worker && loads.get(worker);
			if (!load) continue;
			load.conferences += 1;
			load.endpoints += endpoints.length;
			for (const { received } of endpoints) load.consumers += received.size;
		}
		return [...loads.values()];
	}
}
