import type { Speakers } from '#meeting/stage/stage-of.ts';
import type { Level } from './levels.ts';
import { hear, silence, speakersOf, speechAbove } from './voices.ts';

/** A voice counts as speaking for so long after its last sound: a sign that flickers with every syllable tells nothing. ms */
const afterglow = 1_000;

interface EarPort {
	/** Whose device it is; undefined: nobody's who is in the meeting. */
	readonly ownerOf: (deviceId: string) => string | undefined;
	/** Devices whose voices are heard, loudest first; told when it changes. */
	readonly onSpeaking: (deviceIds: readonly string[]) => void;
	/** Who stands on a stage that the voice directs; told when it changes. */
	readonly onSpeakers: (speakers: Speakers) => void;
}

/** Hears a meeting's voices as the node measures them, and says who speaks. */
export class Ear {
	readonly #port: EarPort;
	/** device → when it was heard last, in ms */
	readonly #heard = new Map<string, number>();
	#voices = silence;
	#speaking: readonly string[] = [];
	#speakers: Speakers = [];

	constructor(port: EarPort) {
		this.#port = port;
	}

	get speakers(): Speakers {
		return this.#speakers;
	}

	/** `directs`: the stage follows the voice. `now` in ms, of a clock that never goes back. */
	listen(levels: readonly Level[], directs: boolean, now: number): void {
		this.#noteSpeaking(levels, now);
		const loud = levels.flatMap(({ endpointId, dbov }) => {
			const id = this.#port.ownerOf(endpointId);
			return id === undefined ? [] : [{ id, dbov }];
		});
		this.#voices = hear(this.#voices, loud, now);
		const speakers = directs ? speakersOf(this.#voices) : [];
		if (speakers.join() === this.#speakers.join()) return;
		this.#speakers = speakers;
		this.#port.onSpeakers(speakers);
	}

	#noteSpeaking(levels: readonly Level[], now: number): void {
		const loud = levels.filter(({ dbov }) => dbov > speechAbove).map(({ endpointId }) => endpointId);
		for (const deviceId of loud) this.#heard.set(deviceId, now);
		// The node says once that everybody is silent, and nothing after it.
		if (levels.length === 0) this.#heard.clear();
		for (const [deviceId, at] of this.#heard) if (now - at > afterglow) this.#heard.delete(deviceId);
		const speaking = [...new Set([...loud, ...this.#heard.keys()])];
		const changed = speaking.length !== this.#speaking.length || speaking.some((id) => !this.#speaking.includes(id));
		if (!changed) return;
		this.#speaking = speaking;
		this.#port.onSpeaking(speaking);
	}
}
