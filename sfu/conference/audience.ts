import { MediaError } from '#sfu/link/errors.ts';

/** Who may be in a conference: everybody, or while a closed item is dealt with its audience alone, and probes. */
export class Audience {
	#ids: ReadonlySet<string> | null = null;

	/** null: everybody. */
	set(ids: readonly string[] | null): void {
		this.#ids = ids && new Set(ids);
	}

	admits(endpointId: string, probe: boolean): boolean {
		return probe || (this.#ids?.has(endpointId) ?? true);
	}

	/** Throws MediaError `endpoint-outside`. */
	require(endpointId: string, probe: boolean): void {
		if (!this.admits(endpointId, probe)) throw new MediaError('endpoint-outside', endpointId);
	}
}
