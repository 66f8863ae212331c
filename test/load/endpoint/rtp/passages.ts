/** Of a frame so many bytes tell it from the others of the recording. */
const told = 24;

/** A voice's packet, by its RTP timestamp; or a picture. */
export type PassageKey = number | string;

/**
 * When what passed one place, to be compared with when it passed another: ms since 1970, by what is the same on every way
 * (a picture by what is in it; key frames are all alike). Nothing until it begins.
 */
export class Passages {
	#times: Map<PassageKey, number> | undefined;

	begin(): void {
		this.#times = new Map();
	}

	/** The latest time counts. */
	note(key: PassageKey, time: number): void {
		this.#times?.set(key, time);
	}

	/** `frame`: its first bytes, without a payload descriptor. */
	notePicture(frame: Buffer, time: number): void {
		this.#times?.set(frame.toString('base64', 0, told), time);
	}

	/** All so far, and the end of it. */
	take(): [PassageKey, number][] {
		const all = [...(this.#times ?? [])];
		this.#times = undefined;
		return all;
	}
}
