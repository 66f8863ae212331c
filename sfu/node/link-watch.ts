import type { Logger } from 'pino';
import type { Conference } from '#sfu/conference/conference.ts';
import type { Endpoint } from '#sfu/conference/endpoint.ts';
import type { MediaWorker } from './media-worker.ts';
import type { EndpointLink } from '#sfu/link/contract.ts';

export interface LinkWatchPort {
	conferences(): Iterable<Conference>;
	tell(conferenceId: string, links: EndpointLink[]): void;
	log: Pick<Logger, 'debug'>;
	/** Default 1 s. */
	everyMs?: number;
}

/** Each endpoint's turn comes after so many rounds; one in trouble is measured every second round. */
const rounds = 6;
const roundsInTrouble = 2;

/**
 * At most so many are measured in one round: two requests each, and one for each track that flows, to workers that have
 * better things to do.
 */
const mostPerRound = 80;

/** So many of a worker's at once: what others ask of it meanwhile waits for no more than these. */
const atOnce = 8;

/** Measures the links of all endpoints in turn, so that hundreds of them do not cost more at once than a few. */
export class LinkWatch {
	readonly #port: LinkWatchPort;
	readonly #timer: NodeJS.Timeout;
	/** the round in which an endpoint was measured last */
	readonly #measured = new WeakMap<Endpoint, number>();
	#round = 0;
	/** Those whose endpoints are being measured: a worker that is slow to answer is not asked more. */
	readonly #measuring = new WeakSet<MediaWorker>();

	constructor(port: LinkWatchPort) {
		this.#port = port;
		this.#timer = setInterval(() => this.#measure(), port.everyMs ?? 1_000);
		this.#timer.unref();
	}

	/** Idempotent. */
	close(): void {
		clearInterval(this.#timer);
	}

	#measure(): void {
		this.#round += 1;
		const conferences = [...this.#port.conferences()];
		const asked = conferences
			.flatMap(({ endpoints }) => endpoints)
			.filter(({ seat }) => !this.#measuring.has(seat.worker));
		// Each worker by itself: one that does not answer keeps back nobody else's.
		for (const [worker, endpoints] of Map.groupBy(this.#choose(asked), ({ seat }) => seat.worker))
			void this.#measureOn(worker, conferences, new Set(endpoints));
	}

	async #measureOn(worker: MediaWorker, conferences: readonly Conference[], due: ReadonlySet<Endpoint>): Promise<void> {
		this.#measuring.add(worker);
		try {
			for (const conference of conferences) {
				const chosen = conference.endpoints.filter((endpoint) => due.has(endpoint));
				const links: EndpointLink[] = [];
				for (let next = 0; next < chosen.length; next += atOnce) {
					const some = chosen.slice(next, next + atOnce).map((endpoint) => this.#measureOne(endpoint));
					links.push(...(await Promise.all(some)).flat());
				}
				if (links.length > 0 && !conference.closed) this.#port.tell(conference.id, links);
			}
		} finally {
			this.#measuring.delete(worker);
		}
	}

	/** Of those whose turn it is, who has waited longest: nobody is left out, however many are in trouble. */
	#choose(endpoints: readonly Endpoint[]): Endpoint[] {
		const due = endpoints.filter((endpoint) => this.#isDue(endpoint));
		const since = (endpoint: Endpoint) => this.#measured.get(endpoint) ?? 0;
		return due.sort((a, b) => since(a) - since(b)).slice(0, mostPerRound);
	}

	#isDue(endpoint: Endpoint): boolean {
		if (endpoint.probe) return false;
		const measured = this.#measured.get(endpoint);
		if (measured !== undefined)
			return this.#round - measured >= (endpoint.leg.link.isSuspect ? roundsInTrouble : rounds);
		// First turns are spread: hundreds that joined together must not be measured together for ever.
		this.#measured.set(endpoint, this.#round - Math.floor(Math.random() * rounds));
		return false;
	}

	async #measureOne(endpoint: Endpoint): Promise<EndpointLink[]> {
		try {
			const link = await endpoint.leg.link.measure(performance.now());
			return [link];
		} catch (error) {
			// It left, or its worker died.
			this.#port.log.debug({ err: error, endpointId: endpoint.id }, 'link not measured');
			return [];
		} finally {
			this.#measured.set(endpoint, this.#round);
		}
	}
}
