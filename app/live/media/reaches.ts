import { mostReached, reachedFor } from '#contract/reach.ts';
import { getParticipant } from '#meeting/plan.ts';
import { refuse, type Refusal } from '#meeting/refusal.ts';
import type { MeetingState } from '#meeting/state.ts';

interface ReachesPort {
	state(): MeetingState;
	/** Others are reached for by now. */
	onChanged(): void;
}

/** Whom those who give the floor reach for, the latest last. */
export class Reaches {
	readonly #port: ReachesPort;
	/** by participant, the first to be let go first */
	readonly #timers = new Map<string, NodeJS.Timeout>();

	constructor(port: ReachesPort) {
		this.#port = port;
	}

	get participantIds(): readonly string[] {
		return [...this.#timers.keys()];
	}

	request(participantIds: readonly string[]): null | Refusal {
		const state = this.#port.state();
		if (state.lifecycle.phase === 'ended') return refuse('meeting-ended');
		if (participantIds.some((id) => !getParticipant(state, id))) return refuse('no-such-participant');
		for (const id of participantIds) {
			this.#forget(id);
			this.#timers.set(
				id,
				setTimeout(() => {
					this.#forget(id);
					this.#port.onChanged();
				}, reachedFor),
			);
		}
		for (const id of this.participantIds.slice(0, -mostReached)) this.#forget(id);
		this.#port.onChanged();
		return null;
	}

	/** Idempotent. */
	close(): void {
		for (const id of this.participantIds) this.#forget(id);
	}

	#forget(id: string): void {
		clearTimeout(this.#timers.get(id));
		this.#timers.delete(id);
	}
}
