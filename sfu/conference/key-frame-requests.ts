import type { Layer } from '#sfu/link/contract-endpoint.ts';

/** Of less time a count says nothing: who begins to receive a picture may ask some times in its first second. ms */
const shortest = 1_500;

/** Who asks so often is asking again and again: each request may cost every receiver of the layer a key frame. Per second. */
const often = 0.5;
const oftenInRow = 2;

/** So long it must have gone well before a layer more is tried; longer with each try that failed. ms */
const firstPatience = 20_000;
const longestPatience = 160_000;

/**
 * How often one receiver asks for key frames of one picture, and how large it may be for that: who asks again and again
 * goes one layer down, to fewer packets that can be lost, in place of costing everybody who receives the larger one a key
 * frame every half second.
 */
export class KeyFrameRequests {
	#most: Layer = 2;
	#seen: { readonly count: number; readonly at: number } | undefined;
	/** Times in a row. */
	#often = 0;
	#calmSince = 0;
	#patience = firstPatience;
	#triedAt = -Infinity;

	/** The largest layer to send. */
	get most(): Layer {
		return this.#most;
	}

	/** To be looked at soon again. */
	get isSuspect(): boolean {
		return this.#often > 0;
	}

	/** `count`: of all requests so far; `layer`: what flows. `now` in ms, of a clock that never goes back. */
	take(count: number, layer: Layer, now: number): void {
		const seen = this.#seen;
		if (seen && now - seen.at < shortest) return;
		this.#seen = { count, at: now };
		if (!seen) return;
		if (((count - seen.count) * 1_000) / (now - seen.at) >= often) this.#complain(layer, now);
		else this.#rest(now);
	}

	#complain(layer: Layer, now: number): void {
		this.#calmSince = now;
		this.#often += 1;
		if (this.#often < oftenInRow || layer === 0) return;
		this.#often = 0;
		this.#most = (layer - 1) as Layer;
		const failed = now - this.#triedAt < longestPatience;
		this.#patience = failed ? Math.min(longestPatience, this.#patience * 2) : firstPatience;
	}

	#rest(now: number): void {
		this.#often = 0;
		if (this.#most === 2 || now - this.#calmSince < this.#patience) return;
		this.#most = (this.#most + 1) as Layer;
		this.#calmSince = now;
		this.#triedAt = now;
	}
}
