import type { Consumer, Producer } from 'mediasoup/types';
import type { Source } from '#sfu/link/contract-endpoint.ts';
import type { ToldEvent } from '#sfu/link/contract-trace.ts';

/** Tracing ends by itself when nobody has looked for so long. ms */
const lasts = 10_000;
/** The latest events at hand: a bad link brings some hundreds in ten seconds. */
const kept = 500;

/** RTP packets and sender reports can be traced, too: thousands in a second, which nobody can read. */
const traced = ['keyframe', 'pli', 'fir', 'nack'] as const;
const isTraced = (type: string): type is ToldEvent['what'] => (traced as readonly string[]).includes(type);

export interface TracedStream {
	readonly stream: Producer | Consumer;
	readonly sourceEndpointId: string;
	readonly source: Source;
}

/**
 * What one endpoint and the node say to each other about lost packets and key frames. Off until somebody looks: every
 * event is a message from the worker.
 */
export class Trace {
	readonly #streams: () => readonly TracedStream[];
	/** How to stop, by the stream's id. */
	readonly #stops = new Map<string, () => void>();
	/** `at`: performance.now() */
	#events: (Omit<ToldEvent, 'agoMs'> & { readonly at: number })[] = [];
	/** Begins with the clock, so that it goes on growing where an endpoint joins anew. */
	#number = Date.now();
	#ending: NodeJS.Timeout | undefined;

	constructor(streams: () => readonly TracedStream[]) {
		this.#streams = streams;
	}

	/** Traces from now on; returns what came after the event `after`. Throws what mediasoup refuses. */
	async look(after: number): Promise<ToldEvent[]> {
		clearTimeout(this.#ending);
		this.#ending = setTimeout(() => this.stop(), lasts);
		await this.follow();
		const now = performance.now();
		const later = this.#events.filter(({ number }) => number > after);
		return later.map(({ at, ...event }) => ({ ...event, agoMs: now - at }));
	}

	/** Streams have come: while somebody looks, they are traced from their first key frame on. */
	async follow(): Promise<void> {
		if (!this.#ending) return;
		const streams = this.#streams().filter(({ stream }) => !this.#stops.has(stream.id));
		await Promise.all(streams.map((each) => this.#start(each)));
	}

	/** Idempotent. */
	stop(): void {
		clearTimeout(this.#ending);
		this.#ending = undefined;
		for (const stop of this.#stops.values()) stop();
		this.#stops.clear();
		this.#events = [];
	}

	async #start({ stream, sourceEndpointId, source }: TracedStream): Promise<void> {
		const note = ({ type, direction }: { type: string; direction: 'in' | 'out' }) => {
			if (!isTraced(type)) return;
			const from = direction === 'in' ? 'device' : 'node';
			this.#events.push({ number: ++this.#number, at: performance.now(), what: type, from, sourceEndpointId, source });
			if (this.#events.length > 2 * kept) this.#events = this.#events.slice(-kept);
		};
		// Either of the two, of which the union's methods cannot be called.
		const tracing = stream as Producer;
		tracing.on('trace', note);
		const forget = () => void this.#stops.delete(stream.id);
		this.#stops.set(stream.id, () => {
			tracing.off('trace', note);
			tracing.observer.off('close', forget);
			// It may close at this moment, and then there is nothing left to turn off.
			if (!stream.closed) tracing.enableTraceEvent([]).catch(() => {});
		});
		tracing.observer.once('close', forget);
		await tracing.enableTraceEvent([...traced]).catch((error: unknown) => {
			if (!stream.closed) throw error;
		});
	}
}
