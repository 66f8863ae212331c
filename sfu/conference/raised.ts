import type { Lease } from './pipes.ts';
import type { Seat } from './seat.ts';
import type { PublishedSource, SourceKey } from './stage-diff.ts';

interface RaisedPort {
	published(): ReadonlyMap<SourceKey, PublishedSource>;
	/** Where there are takers of it. */
	seatsFor(key: SourceKey): readonly Seat[];
	/** See Spreading. */
	lead(published: PublishedSource, to: Seat): Promise<Lease>;
	/** So long they flow on once they are raised no more: by then somebody takes them, or nobody is to. ms */
	holdDown: number;
}

interface Flowing {
	readonly producerId: string;
	readonly leases: Map<Seat, Promise<Lease | undefined>>;
	/** Runs while it is raised no more. */
	ending: NodeJS.Timeout | undefined;
}

/**
 * Lets the pictures of whom the chair reaches for come to every worker that has receivers of them, before any of those
 * takes them: a worker takes a larger layer only once it has come there for two seconds.
 */
export class Raised {
	readonly #port: RaisedPort;
	readonly #flowing = new Map<SourceKey, Flowing>();

	constructor(port: RaisedPort) {
		this.#port = port;
	}

	/** These are raised now, and no others. To be called, too, when one of them is published, or somebody else takes them. */
	follow(keys: ReadonlySet<SourceKey>): void {
		for (const [key, flowing] of this.#flowing)
			if (!keys.has(key)) flowing.ending ??= setTimeout(() => this.#end(key), this.#port.holdDown);
		for (const key of keys) this.#begin(key);
	}

	/** Forgets them; what they flow through closes with its ends. */
	close(): void {
		for (const { ending } of this.#flowing.values()) clearTimeout(ending);
		this.#flowing.clear();
	}

	#begin(key: SourceKey): void {
		const published = this.#port.published().get(key);
		if (!published || published.silent) return;
		if (this.#flowing.get(key)?.producerId !== published.producerId) this.#end(key);
		const flowing = this.#flowing.get(key) ?? {
			producerId: published.producerId,
			leases: new Map(),
			ending: undefined,
		};
		this.#flowing.set(key, flowing);
		clearTimeout(flowing.ending);
		flowing.ending = undefined;
		for (const seat of this.#port.seatsFor(key))
			if (!flowing.leases.has(seat)) this.#bring(published, seat, flowing.leases);
	}

	/** What fails is tried again the next time. */
	#bring(published: PublishedSource, seat: Seat, leases: Flowing['leases']): void {
		const taking = this.#take(published, seat);
		leases.set(seat, taking);
		void taking.then((lease) => {
			if (!lease && leases.get(seat) === taking) leases.delete(seat);
		});
	}

	/** undefined: it is gone, or that worker is. */
	async #take(published: PublishedSource, seat: Seat): Promise<Lease | undefined> {
		try {
			const lease = await this.#port.lead(published, seat);
			void lease.take(true);
			return lease;
		} catch {
			return undefined;
		}
	}

	#end(key: SourceKey): void {
		const flowing = this.#flowing.get(key);
		if (!flowing) return;
		clearTimeout(flowing.ending);
		this.#flowing.delete(key);
		for (const lease of flowing.leases.values()) void lease.then((taken) => taken?.release());
	}
}
