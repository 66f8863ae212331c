import type { StillTurns } from './wall.ts';

/** Calls a device to send a still when its turn comes, as the server has set the turns. */
export class TurnTimers {
	readonly #send: () => void;
	readonly #timers = new Set<ReturnType<typeof setTimeout>>();

	constructor(send: () => void) {
		this.#send = send;
	}

	/** In place of the turns before; null: nobody looks any more. */
	take(turns: StillTurns | null): void {
		for (const timer of this.#timers) clearTimeout(timer);
		this.#timers.clear();
		if (!turns) return;
		const { soonMs, afterMs, everyMs } = turns;
		if (soonMs !== null) this.#after(soonMs, () => {});
		const again = () => this.#after(everyMs, again);
		this.#after(afterMs, again);
	}

	#after(ms: number, then: () => void): void {
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			then();
			this.#send();
		}, ms);
		this.#timers.add(timer);
	}
}
