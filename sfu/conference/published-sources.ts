import type { Source } from '#sfu/link/contract-endpoint.ts';
import type { SentTrack } from './sent-track.ts';
import { sourceKey, type PublishedSource, type SourceKey } from './stage-diff.ts';

/** Everything that a conference's endpoints publish, and which of it has fallen silent. */
export class PublishedSources {
	readonly #sources = new Map<SourceKey, PublishedSource>();
	readonly #timers = new Map<SourceKey, NodeJS.Timeout>();
	readonly #silentAfter: number;
	readonly #onChange: (key: SourceKey) => void;

	/**
	 * `silentAfter`: how long a source is muted, in ms, before its consumers are given up. Somebody who mutes
	 * between two sentences keeps them and is heard from the first word. `onChange` is told of what matters to
	 * receivers.
	 */
	constructor(silentAfter: number, onChange: (key: SourceKey) => void) {
		this.#silentAfter = silentAfter;
		this.#onChange = onChange;
	}

	get all(): ReadonlyMap<SourceKey, PublishedSource> {
		return this.#sources;
	}

	/** Takes up a track as it is now: new, muted, unmuted or closed. */
	update(endpointId: string, source: Source, { id, muted, closed, overLine }: SentTrack): void {
		const key = sourceKey(source, endpointId);
		const former = this.#sources.get(key);
		clearTimeout(this.#timers.get(key));
		this.#timers.delete(key);
		if (closed) {
			this.#sources.delete(key);
			this.#onChange(key);
			return;
		}
		const isNew = former?.producerId !== id;
		// Published muted: silent from the start.
		const silent = muted && (isNew || former.silent);
		this.#sources.set(key, { endpointId, source, producerId: id, muted, silent, overLine });
		if (isNew || silent !== former.silent) this.#onChange(key);
		if (muted && !silent)
			this.#timers.set(
				key,
				setTimeout(() => this.#fallSilent(key), this.#silentAfter),
			);
	}

	/** Forgets everything without telling. */
	clear(): void {
		for (const timer of this.#timers.values()) clearTimeout(timer);
		this.#timers.clear();
		this.#sources.clear();
	}

	#fallSilent(key: SourceKey): void {
		this.#timers.delete(key);
		const source = this.#sources.get(key);
		if (!source) return;
		this.#sources.set(key, { ...source, silent: true });
		this.#onChange(key);
	}
}
