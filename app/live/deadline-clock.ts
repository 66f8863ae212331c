import type { SystemCommandName } from '#meeting/commands.ts';
import type { MeetingState } from '#meeting/state.ts';
import type { RunningMeeting } from './running-meeting.ts';

/** After a commit that failed, in ms. */
const retry = 1_000;

/** What is due at a moment that follows from the meeting's state. */
export interface Due {
	/** ms since the epoch; null: nothing is due */
	readonly deadlineOf: (state: MeetingState) => number | null;
	/** decides itself whether the moment has come */
	readonly command: Extract<SystemCommandName, 'reach-floor-limit' | 'advance-poll'>;
}

/** Gives a command of the system when it is due, also for what began before the server was started anew. */
export class DeadlineClock {
	readonly #meeting: RunningMeeting;
	readonly #due: Due;
	readonly #clock: () => number;
	#timer: NodeJS.Timeout | undefined;
	#deadline: number | null = null;

	constructor(meeting: RunningMeeting, due: Due, clock: () => number) {
		this.#meeting = meeting;
		this.#due = due;
		this.#clock = clock;
		meeting.onRecords(() => this.#set());
		this.#set();
	}

	#set(): void {
		const deadline = this.#due.deadlineOf(this.#meeting.state);
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
		this.#meeting.giveAsSystem(this.#due.command, {}).then(setAgain, () => setTimeout(setAgain, retry).unref());
	}
}
