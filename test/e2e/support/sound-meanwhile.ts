import { receivedAudio, type Measurable, type ReceivedAudio } from './media-stats.ts';

/** Sound that comes in while something else is waited for: look at it again and again. */
export class SoundMeanwhile {
	readonly #page: Measurable;
	readonly #before: ReceivedAudio;
	/** the last time that some had come since the look before */
	#came: ReceivedAudio;
	#latest: ReceivedAudio;
	/** between two looks, and without one that found something; ms */
	longestSilence = 0;

	static async begin(page: Measurable): Promise<SoundMeanwhile> {
		return new SoundMeanwhile(page, await receivedAudio(page));
	}

	private constructor(page: Measurable, before: ReceivedAudio) {
		this.#page = page;
		this.#before = this.#came = this.#latest = before;
	}

	async look(): Promise<void> {
		this.#latest = await receivedAudio(this.#page);
		if (this.#latest.packets > this.#came.packets) this.#came = this.#latest;
		else this.longestSilence = Math.max(this.longestSilence, this.#latest.at - this.#came.at);
	}

	/** Since it began, of what was played, the share that had to be made up. */
	get concealed(): number {
		return (this.#latest.concealed - this.#before.concealed) / (this.#latest.samples - this.#before.samples);
	}
}
