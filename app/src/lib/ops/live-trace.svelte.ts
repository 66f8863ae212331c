import type { TraceEvent } from '#sfu/link/contract-trace.ts';

/** `absent`: the device has no media · `lost`: the server does not answer · `refused`: one may no longer look */
type Reception = 'waiting' | 'live' | 'absent' | 'lost' | 'refused';

/** Between two requests, in ms. */
const every = 2_000;

/** As many as one reads. */
const kept = 200;

/** What a device and the media node say to each other, asked for while somebody looks. Close it when nobody does. */
export class LiveTrace {
	reception = $state<Reception>('waiting');
	/** the latest first */
	events = $state.raw<readonly TraceEvent[]>([]);
	/** of all since one began to look */
	counts = $state.raw<Readonly<Partial<Record<TraceEvent['what'], number>>>>({});
	readonly #address: string;
	readonly #closing = new AbortController();
	#timer: ReturnType<typeof setTimeout> | undefined;
	#last = 0;

	constructor(address: string) {
		this.#address = address;
		// Nobody looks at a page in the background, and what nobody looks at is not traced.
		document.addEventListener('visibilitychange', () => this.#look(), { signal: this.#closing.signal });
		this.#look();
	}

	close(): void {
		clearTimeout(this.#timer);
		this.#closing.abort();
	}

	#look(): void {
		clearTimeout(this.#timer);
		if (document.visibilityState === 'visible') void this.#ask();
	}

	async #ask(): Promise<void> {
		try {
			const response = await fetch(`${this.#address}&after=${this.#last}`, { signal: this.#closing.signal });
			if (response.ok) this.#take((await response.json()) as TraceEvent[] | null);
			else this.reception = response.status === 401 || response.status === 403 ? 'refused' : 'lost';
		} catch {
			this.reception = 'lost';
		}
		if (this.#closing.signal.aborted || this.reception === 'refused') return;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#look(), every);
	}

	#take(told: readonly TraceEvent[] | null): void {
		this.reception = told ? 'live' : 'absent';
		if (!told || told.length === 0) return;
		this.#last = told.at(-1)?.number ?? this.#last;
		this.events = [...told.toReversed(), ...this.events].slice(0, kept);
		const counts = { ...this.counts };
		for (const { what } of told) counts[what] = (counts[what] ?? 0) + 1;
		this.counts = counts;
	}
}
