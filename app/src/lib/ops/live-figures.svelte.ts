import type { Figures, Sample } from '#live/ops/figures.ts';

/** `empty`: nobody is in the meeting · `lost`: the server does not answer · `refused`: one may no longer look. */
type Reception = 'live' | 'empty' | 'lost' | 'hidden' | 'refused';

/** Between two requests, in ms. */
const every = 2_000;

/** As many as the server keeps: ten minutes. */
const kept = 300;

/** A meeting's figures, asked for every two seconds while the page is seen. Close it with the page. */
export class LiveFigures {
	reception = $state<Reception>('live');
	/** of now; null while nobody is in the meeting */
	figures = $state.raw<Omit<Figures, 'samples'> | null>(null);
	/** the last ten minutes, oldest first */
	samples = $state.raw<readonly Sample[]>([]);
	readonly #address: string;
	readonly #closing = new AbortController();
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(address: string, first: Figures | undefined) {
		this.#address = address;
		this.#take(first ?? null);
	}

	get latest(): Sample | undefined {
		return this.samples.at(-1);
	}

	/** Begins to ask; stops while the page is hidden. Returns the way to end it. */
	run(): () => void {
		const look = () => {
			clearTimeout(this.#timer);
			if (document.visibilityState === 'hidden') this.reception = 'hidden';
			else void this.#ask();
		};
		document.addEventListener('visibilitychange', look);
		look();
		return () => {
			document.removeEventListener('visibilitychange', look);
			clearTimeout(this.#timer);
			this.#closing.abort();
		};
	}

	async #ask(): Promise<void> {
		try {
			const response = await fetch(`${this.#address}?after=${this.latest?.at ?? 0}`, { signal: this.#closing.signal });
			if (response.ok) this.#take((await response.json()) as Figures | null);
			else if (response.status === 401 || response.status === 403) this.reception = 'refused';
			else this.reception = 'lost';
		} catch {
			this.reception = 'lost';
		}
		if (this.#closing.signal.aborted || this.reception === 'refused') return;
		if (document.visibilityState === 'hidden') return;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#ask(), every);
	}

	#take(told: Figures | null): void {
		this.reception = told ? 'live' : 'empty';
		if (!told) {
			this.figures = null;
			return;
		}
		const { samples, ...figures } = told;
		this.figures = figures;
		const last = this.latest?.at ?? 0;
		const fresh = samples.filter(({ at }) => at > last);
		if (fresh.length > 0) this.samples = [...this.samples, ...fresh].slice(-kept);
	}
}
