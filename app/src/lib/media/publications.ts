import type { LocalSource } from './local-source.svelte.ts';
import type { MediaConnection } from './media-connection.ts';

/** After so long the server is asked again for what it refused. ms */
const askAgainAfter = 3_000;

/** Makes what a connection sends what this device's sources give. */
export class Publications {
	readonly #sources: readonly LocalSource[];
	/** The connection that carries them, once it stands. */
	readonly #joined: () => MediaConnection | undefined;
	/** Sources that the server refused, until it is asked again. */
	readonly #askingAgain = new Map<LocalSource, ReturnType<typeof setTimeout>>();
	#closed = false;

	constructor(sources: readonly LocalSource[], joined: () => MediaConnection | undefined) {
		this.#sources = sources;
		this.#joined = joined;
	}

	/** All of them, over a connection that has just come to stand. */
	async publish(connection: MediaConnection): Promise<void> {
		await Promise.all(this.#sources.map((source) => this.#apply(connection, source)));
	}

	/** One of them has changed; what changes before the connection stands goes out with all. */
	async follow(source: LocalSource): Promise<void> {
		const connection = this.#joined();
		if (connection && !this.#closed) await this.#apply(connection, source);
	}

	/** Idempotent. */
	close(): void {
		this.#closed = true;
		for (const timer of this.#askingAgain.values()) clearTimeout(timer);
	}

	/** One source that the server refuses must not cost the others. */
	async #apply(connection: MediaConnection, source: LocalSource): Promise<void> {
		clearTimeout(this.#askingAgain.get(source));
		try {
			const { track, muted, silenced } = source;
			await connection.apply(source.source, track && { track, muted: muted || silenced });
			if (source.problem === 'refused') source.problem = null;
		} catch {
			// Somebody else presents, or may no longer: nothing is to be captured that nobody sees.
			if (source.source === 'screen') source.stop();
			else if (!this.#closed) this.#askAgain(source);
			source.problem = 'refused';
		}
	}

	#askAgain(source: LocalSource): void {
		// Two that were refused at once ask again once.
		clearTimeout(this.#askingAgain.get(source));
		this.#askingAgain.set(
			source,
			setTimeout(() => void this.follow(source), askAgainAfter),
		);
	}
}
