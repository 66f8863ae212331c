import { largestStill, stillSize } from '#contract/wall-limits.ts';
import { TurnTimers } from '#contract/turn-timers.ts';
import type { StillTurns } from '#contract/wall.ts';
import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import { takeStill } from '#lib/media/take-still.ts';

/** Sends stills of this device's camera when the server asks for them: somebody looks at the site wall. */
export class OwnStills {
	/** for the sign that tells whoever is in the picture */
	wanted = $state(false);
	readonly #live: LiveMeeting;
	readonly #camera: () => MediaStream | undefined;
	readonly #stopListening: (() => void)[];
	readonly #timers = new TurnTimers(() => void this.#send());

	constructor(live: LiveMeeting, camera: () => MediaStream | undefined) {
		this.#live = live;
		this.#camera = camera;
		this.#stopListening = [
			live.connection.on('wall/wanted', (turns) => this.#take(turns)),
			// What was asked for over the former link is asked for anew, if it still is.
			live.connection.on('welcome', () => this.#take(null)),
		];
	}

	close(): void {
		for (const stop of this.#stopListening) stop();
		this.#take(null);
	}

	#take(turns: StillTurns | null): void {
		this.#timers.take(turns);
		this.wanted = turns !== null;
	}

	async #send(): Promise<void> {
		const camera = this.#camera();
		if (!camera || this.#live.link !== 'connected') return;
		const jpeg = await takeStill(camera, { ...stillSize, most: largestStill });
		// A refusal says that nobody looks any more, which the server tells anyway.
		if (jpeg && this.wanted) await this.#live.connection.request('wall/still', { jpeg });
	}
}
