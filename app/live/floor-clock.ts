import { floorDeadline } from '#meeting/floor.ts';
import type { RunningMeeting } from './running-meeting.ts';

/** After a commit that failed, in ms. */
const retry = 1_000;

/** Says when a speaker's time is up, also for a speech that began before the server was started anew. */
export class FloorClock {
	readonly #meeting: RunningMeeting;
	readonly #clock: () => number;
	#timer: NodeJS.Timeout | undefined;
	#deadline: number | null = null;

	constructor(meeting: RunningMeeting, clock: () => number) {
		this.#meeting = meeting;
		this.#clock = clock;
		meeting.onRecords(() => this.#set());
		this.#set();
	}

	#set(): void {
		const deadline = floorDeadline(this.#meeting.state.floor);
		if (deadline === this.#deadline) return;
		this.#deadline = deadline;
		clearTimeout(this.#timer);
		if (deadline === null) return;
		this.#timer = setTimeout(() => this.#reached(), Math.max(0, deadline - this.#clock()));
		this.#timer.unref();
	}

	#reached(): void {
		// A timer may fire a moment early, and a commit may fail: the clock is set again.
		const setAgain = () => {
			this.#deadline = null;
			this.#set();
		};
		this.#meeting.giveAsSystem('reach-floor-limit', {}).then(setAgain, () => setTimeout(setAgain, retry).unref());
	}
}
