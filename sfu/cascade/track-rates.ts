import type { Source } from '#sfu/link/contract-endpoint.ts';

/** What is expected of a picture's layers where nothing is known of it: as a room's camera and screen are sent; kbit/s. */
const expected: Readonly<Record<'camera' | 'screen', readonly number[]>> = {
	camera: [150, 500, 1_800],
	screen: [350, 2_500],
};

/** So much of what was seen of late is left after each look: one quiet moment does not make a picture small. */
const decay = 0.93;

/** A voice that speaks. More than a few do not at once, and of one that is silent nothing is sent; kbit/s. */
const speech = 55;
const speaksAtOnce = 3;
const mumbling = 10;

/** The `index`th of a meeting's voices, in kbit/s. */
export const voiceRate = (index: number): number => (index < speaksAtOnce ? speech : mumbling);

/** What flowed of one picture by the last look. */
interface Look {
	readonly layer: number;
	readonly bytes: number;
	/** ms */
	readonly at: number;
}

/** What one picture costs, layer by layer: as expected, until it is seen. */
export class TrackRates {
	readonly #kbps: number[];
	#last: Look | undefined;

	/** `layers`: how many it has: of one that came over a line itself the smallest, and the largest that is wanted. */
	constructor(source: Exclude<Source, 'microphone'>, layers: number) {
		const rates = expected[source];
		this.#kbps = [...rates.slice(0, Math.max(0, layers - 1)), ...rates.slice(-1)];
	}

	/** Up to each layer, in kbit/s. */
	get kbps(): readonly number[] {
		return this.#kbps;
	}

	/** How many bytes were sent of it so far, and in which layer it flows; undefined: in none. `now` in ms. */
	look(layer: number | undefined, bytes: number, now: number): void {
		const last = this.#last;
		this.#last = layer === undefined ? undefined : { layer, bytes, at: now };
		const known = this.#kbps[layer ?? -1];
		if (layer === undefined || known === undefined || last?.layer !== layer || now <= last.at) return;
		const seen = ((bytes - last.bytes) * 8) / (now - last.at);
		// In steps: what changes a little is no reason to share anew.
		const kbps = Math.max(seen, known * decay);
		if (Math.abs(kbps - known) >= known * (1 - decay) * 0.9) this.#kbps[layer] = Math.ceil(kbps);
	}
}
