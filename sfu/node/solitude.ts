export interface SolitudePort {
	/** Every moment: `isAlone`: nothing has come from the control process for `afterMs`. */
	look(isAlone: boolean): void;
	/** Default 3 s: two of its heartbeats may be late. */
	afterMs?: number;
}

/** ms */
const every = 250;

/**
 * Whether the control process is heard. Only while this process is awake: one that stood still has not listened. Before it was heard
 * for the first time nobody is missed.
 */
export class Solitude {
	readonly #port: SolitudePort;
	readonly #timer: NodeJS.Timeout;
	#lookedAt = performance.now();
	#silentFor = -Infinity;

	constructor(port: SolitudePort) {
		this.#port = port;
		this.#timer = setInterval(() => this.#look(), every).unref();
	}

	/** Something came from it. */
	heard(): void {
		this.#silentFor = 0;
	}

	/** Idempotent. */
	close(): void {
		clearInterval(this.#timer);
	}

	#look(): void {
		const now = performance.now();
		this.#silentFor += Math.min(now - this.#lookedAt, 2 * every);
		this.#lookedAt = now;
		this.#port.look(this.#silentFor >= (this.#port.afterMs ?? 3_000));
	}
}
