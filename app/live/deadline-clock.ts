import type { SystemCommandName } from '#meeting/commands.ts';
import { floorDeadline } from '#meeting/floor.ts';
import { pollDeadline } from '#meeting/stage/poll.ts';
import type { MeetingState } from '#meeting/state.ts';
import type { RunningMeeting } from './running-meeting.ts';

/** After a commit that failed, in ms. */
const retry = 1_000;

/** What is due at a moment that follows from the meeting's state. */
interface Due {
	/** ms since the epoch; null: nothing is due */
	readonly deadlineOf: (state: MeetingState) => number | null;
	/** decides itself whether the moment has come */
	readonly command: Extract<SystemCommandName, 'reach-floor-limit' | 'advance-poll'>;
}

export const dues: readonly Due[] = [
	{ deadlineOf: floorDeadline, command: 'reach-floor-limit' },
	{ deadlineOf: pollDeadline, command: 'advance-poll' },
];

/** Gives a command of the system when it is due, also for what began before the server was started anew. */
export class DeadlineClock {
	readonly #meeting: RunningMeeting;
	readonly #due: Due;
	readonly #stopListening: () => void;
	#timer: NodeJS.Timeout | undefined;
	#deadline: number | null = null;
	#closed = false;

	constructor(meeting: RunningMeeting, due: Due) {
		this.#meeting = meeting;
		this.#due = due;
		this.#stopListening = meeting.onRecords(() => this.#look());
		this.#look();
	}

	close(): void {
		this.#closed = true;
		this.#stopListening();
		clearTimeout(this.#timer);
	}

	#look(): void {
		const deadline = this.#due.deadlineOf(this.#meeting.state);
		if (deadline === this.#deadline) return;
		this.#deadline = deadline;
		this.#set();
	}

	#set(): void {
		clearTimeout(this.#timer);
		if (this.#deadline === null || this.#closed) return;
		// By the meeting's own time, which no correction of the server's clock moves.
		this.#wait(Math.max(0, this.#deadline - this.#meeting.now), () => this.#reached());
	}

	#reached(): void {
		// A timer may fire a moment early, and a commit may fail: the clock is set again.
		const again = () => {
			this.#deadline = this.#due.deadlineOf(this.#meeting.state);
			this.#set();
		};
		this.#meeting.giveAsSystem(this.#due.command, {}).then(again, () => this.#wait(retry, again));
	}

	#wait(ms: number, then: () => void): void {
		if (this.#closed) return;
		this.#timer = setTimeout(then, ms);
		this.#timer.unref();
	}
}
