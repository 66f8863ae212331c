/** How long a person stops typing before the server is asked, in ms. */
const pause = 150;

/** Looks up while somebody types; only the last question's answer counts. */
export class ServerSearch<Found> {
	found = $state.raw<readonly Found[]>([]);
	state = $state<'idle' | 'asking' | 'answered' | 'failed'>('idle');
	readonly #path: string;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#request: AbortController | undefined;

	/** @param path answers `?q=` with a JSON array of what was found */
	constructor(path: string) {
		this.#path = path;
	}

	ask(text: string): void {
		this.stop();
		if (text.trim() === '') {
			this.found = [];
			this.state = 'idle';
			return;
		}
		this.state = 'asking';
		this.#timer = setTimeout(() => void this.#fetch(text.trim()), pause);
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#request?.abort();
	}

	async #fetch(text: string): Promise<void> {
		const request = new AbortController();
		this.#request = request;
		try {
			const answer = await fetch(`${this.#path}?q=${encodeURIComponent(text)}`, { signal: request.signal });
			if (!answer.ok) throw new Error(String(answer.status));
			const found = (await answer.json()) as Found[];
			if (request.signal.aborted) return;
			this.found = found;
			this.state = 'answered';
		} catch {
			if (request.signal.aborted) return;
			this.found = [];
			this.state = 'failed';
		}
	}
}
