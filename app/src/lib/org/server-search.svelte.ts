/** How long a person stops typing before the server is asked, in ms. */
const pause = 150;

type Send = (url: string, init?: RequestInit) => Promise<Response>;

/** Looks up while somebody types; only the last question's answer counts. */
export class ServerSearch<Found> {
	/** by the last question that was answered: while another one waits, these are not what was asked for */
	found = $state.raw<readonly Found[]>([]);
	state = $state<'idle' | 'asking' | 'answered' | 'failed' | 'signed-out'>('idle');
	readonly #path: string;
	readonly #signInAgain: () => Promise<boolean>;
	readonly #send: Send;
	#text = '';
	#timer: ReturnType<typeof setTimeout> | undefined;
	#request: AbortController | undefined;
	#waiting: ((found: readonly Found[]) => void)[] = [];

	/** @param path answers `q=` in its query with a JSON array of what was found @param signInAgain see `SessionOver` */
	constructor(path: string, signInAgain: () => Promise<boolean>, send: Send = (url, init) => fetch(url, init)) {
		this.#path = path;
		this.#send = send;
		this.#signInAgain = signInAgain;
	}

	ask(text: string): void {
		this.stop();
		this.#text = text.trim();
		if (this.#text === '') {
			this.found = [];
			this.state = 'idle';
			return;
		}
		this.state = 'asking';
		this.#timer = setTimeout(() => void this.#fetch(), pause);
	}

	/**
	 * What is found by the last question, once the server has answered it, which is now asked at once; nothing, if another
	 * question comes before that, or no answer.
	 */
	answer(): Promise<readonly Found[]> {
		if (this.state !== 'asking') return Promise.resolve(this.found);
		return new Promise((resolve) => {
			this.#waiting.push(resolve);
			if (this.#timer !== undefined) void this.#fetch();
		});
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#request?.abort();
		this.#settle([]);
	}

	async #fetch(): Promise<void> {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const request = new AbortController();
		this.#request = request;
		try {
			const answer = await this.#send(
				`${this.#path}${this.#path.includes('?') ? '&' : '?'}q=${encodeURIComponent(this.#text)}`,
				{ signal: request.signal },
			);
			if (answer.status === 401) return await this.#askAgain(request.signal);
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
		this.#settle(this.found);
	}

	/** The session has ended: the same question, once somebody is signed in again. */
	async #askAgain(signal: AbortSignal): Promise<void> {
		const again = await this.#signInAgain();
		if (signal.aborted) return;
		if (again) return this.#fetch();
		this.found = [];
		this.state = 'signed-out';
		this.#settle([]);
	}

	#settle(found: readonly Found[]): void {
		for (const resolve of this.#waiting.splice(0)) resolve(found);
	}
}
