import type { Still, WallState } from '#contract/wall.ts';
import { SvelteMap } from 'svelte/reactivity';

/** A still as it is shown: an object URL, and when it was taken (ms since the epoch by the server's clock). */
interface ShownStill {
	readonly url: string;
	readonly at: number;
}

/** What the server has told of the wall's entries. Each entry is read by itself: a new still redraws one tile. */
export class WallKnown {
	readonly states = new SvelteMap<string, WallState>();
	readonly stills = new SvelteMap<string, ShownStill>();

	hear(state: WallState): void {
		const { participantId: id } = state;
		// What another camera saw, or one that is off, is no picture of this entry.
		if (state.cameraDeviceId !== this.states.get(id)?.cameraDeviceId) this.#forgetStill(id);
		this.states.set(id, state);
	}

	show({ participantId: id, jpeg, at }: Still): void {
		const former = this.stills.get(id);
		this.stills.set(id, { url: URL.createObjectURL(new Blob([jpeg], { type: 'image/jpeg' })), at });
		if (former) URL.revokeObjectURL(former.url);
	}

	forgetStills(): void {
		for (const id of [...this.stills.keys()]) this.#forgetStill(id);
	}

	#forgetStill(id: string): void {
		const still = this.stills.get(id);
		if (!still) return;
		this.stills.delete(id);
		URL.revokeObjectURL(still.url);
	}
}

/** One entry of the wall, as what is known of it at this moment. */
export class WallSite {
	readonly id: string;
	readonly #known: WallKnown;

	constructor(id: string, known: WallKnown) {
		this.id = id;
		this.#known = known;
	}

	/** null: not told yet */
	get state(): WallState | null {
		return this.#known.states.get(this.id) ?? null;
	}

	get still(): ShownStill | null {
		return this.#known.stills.get(this.id) ?? null;
	}
}
