import type { Source } from '#sfu/link/contract-endpoint.ts';
import { sourceKey, type SourceKey } from './stage-diff.ts';

interface Expected {
	endpointId: string;
	source: Source;
	timer: NodeJS.Timeout;
}

/**
 * What endpoints that join anew published before. It is not reported as gone until they had time to publish it again:
 * a network that failed for a moment must not end somebody's presentation.
 */
export class ReturningSources {
	readonly #expected = new Map<SourceKey, Expected>();
	readonly #within: number;
	readonly #onGone: (endpointId: string, source: Source) => void;

	/** `within` in ms; `onGone` is called for each source that did not come back in that time. */
	constructor(within: number, onGone: (endpointId: string, source: Source) => void) {
		this.#within = within;
		this.#onGone = onGone;
	}

	expect(endpointId: string, source: Source): void {
		this.remove(endpointId, source);
		const timer = setTimeout(() => this.#giveUp(endpointId, source), this.#within);
		this.#expected.set(sourceKey(source, endpointId), { endpointId, source, timer });
	}

	get all(): readonly { readonly endpointId: string; readonly source: Source }[] {
		return [...this.#expected.values()];
	}

	has(endpointId: string, source: Source): boolean {
		return this.#expected.has(sourceKey(source, endpointId));
	}

	/** It is back. */
	remove(endpointId: string, source: Source): void {
		const key = sourceKey(source, endpointId);
		clearTimeout(this.#expected.get(key)?.timer);
		this.#expected.delete(key);
	}

	/** The endpoint left for good. */
	giveUpAll(endpointId: string): void {
		for (const expected of [...this.#expected.values()]) {
			if (expected.endpointId === endpointId) this.#giveUp(endpointId, expected.source);
		}
	}

	/** Forgets everything without telling. */
	clear(): void {
		for (const { timer } of this.#expected.values()) clearTimeout(timer);
		this.#expected.clear();
	}

	#giveUp(endpointId: string, source: Source): void {
		this.remove(endpointId, source);
		this.#onGone(endpointId, source);
	}
}
