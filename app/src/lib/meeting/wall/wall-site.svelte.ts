import type { Still, WallState } from '#contract/wall.ts';
import { SvelteMap } from 'svelte/reactivity';
import type { StageMark } from './stage-mark.ts';

/**
 * A still as it came. Of 320 sites a tile or two dozen are in the page: an address, which stops it for some milliseconds on
 * a tablet, is made for what is shown alone.
 */
class ReceivedStill {
	/** when it was taken, ms since the epoch by the server's clock */
	readonly at: number;
	readonly #jpeg: Uint8Array<ArrayBuffer>;
	#url: string | undefined;

	constructor({ jpeg, at }: Still) {
		this.at = at;
		// Of its own: it came as part of a larger piece, which would be kept for its sake.
		this.#jpeg = jpeg.slice();
	}

	/** an object URL, good until the still is forgotten */
	get url(): string {
		this.#url ??= URL.createObjectURL(new Blob([this.#jpeg], { type: 'image/jpeg' }));
		return this.#url;
	}

	forget(): void {
		if (this.#url !== undefined) URL.revokeObjectURL(this.#url);
	}
}

/** What the server has told of the wall's entries. Each still is read by itself: a new one redraws one tile. */
export class WallKnown {
	/** by entry; a new one for what is told at once, as all 320 are looked at together */
	states = $state.raw<Readonly<Record<string, WallState>>>({});
	readonly stills = new SvelteMap<string, ReceivedStill>();

	hear(told: readonly WallState[]): void {
		for (const { participantId: id, cameraDeviceId } of told) {
			// What another camera saw, or one that is off, is no picture of this entry.
			if (cameraDeviceId !== this.states[id]?.cameraDeviceId) this.#forgetStill(id);
		}
		this.states = { ...this.states, ...Object.fromEntries(told.map((state) => [state.participantId, state])) };
	}

	show(still: Still): void {
		const former = this.stills.get(still.participantId);
		this.stills.set(still.participantId, new ReceivedStill(still));
		former?.forget();
	}

	forgetStills(): void {
		for (const id of [...this.stills.keys()]) this.#forgetStill(id);
	}

	#forgetStill(id: string): void {
		const still = this.stills.get(id);
		if (!still) return;
		this.stills.delete(id);
		still.forget();
	}
}

/** One entry of the wall, as what is known of it at this moment. */
export class WallSite {
	readonly id: string;
	/** how it stands to the stage, as `StageMarks` tells it */
	mark = $state.raw<StageMark>();
	readonly #known: WallKnown;

	constructor(id: string, known: WallKnown) {
		this.id = id;
		this.#known = known;
	}

	/** null: not told yet */
	get state(): WallState | null {
		return this.#known.states[this.id] ?? null;
	}

	get still(): Pick<ReceivedStill, 'url' | 'at'> | null {
		return this.#known.stills.get(this.id) ?? null;
	}
}
