import type { Database } from '#db/client.ts';
import { findRequest, readJournal } from '#db/journal/journal.ts';
import { requirePlan } from '#db/meetings/read-meeting.ts';
import { countUrn } from '#db/votes/urn.ts';
import { evolve, meetingBefore, type MeetingState } from '#meeting/state.ts';
import type { Logger } from 'pino';
import { Devices } from './devices.ts';
import { JournalWriter } from './journal/journal-writer.ts';
import type { Observer } from './observer.ts';
import { PlanKeeper } from './plan-keeper.ts';
import { RunningMeeting } from './running-meeting.ts';

type Watcher = (meeting: RunningMeeting) => void;

/** The meetings that are in memory, each replayed from its journal when somebody first comes to it. */
export class RunningMeetings {
	readonly plans: PlanKeeper;
	readonly #db: Database;
	readonly #log: Logger;
	readonly #clock: () => number;
	readonly #writer: JournalWriter;
	readonly #meetings = new Map<string, RunningMeeting>();
	readonly #watchers: Watcher[] = [];

	constructor(db: Database, log: Logger, clock: () => number = Date.now, observer?: Observer) {
		this.#db = db;
		this.#log = log;
		this.#clock = clock;
		this.#writer = new JournalWriter(db, log, observer);
		this.plans = new PlanKeeper(db, log, this.#meetings);
	}

	/** Hears of each meeting that comes into memory. */
	onRunning(watcher: Watcher): void {
		this.#watchers.push(watcher);
	}

	get(meetingId: string): RunningMeeting | undefined {
		return this.#meetings.get(meetingId);
	}

	/** Up to its dossier at its head. Throws DataError not-found for a meeting that does not exist. */
	require(meetingId: string): RunningMeeting {
		return this.#meetings.get(meetingId) ?? this.#replay(meetingId);
	}

	/** A meeting's state without keeping it in memory for that. Throws DataError not-found. */
	stateOf(meetingId: string): MeetingState {
		const running = this.#meetings.get(meetingId);
		if (running) return running.state;
		return this.#fold(meetingId).state;
	}

	/** Lets go of a meeting that nobody is in; the journal has it. */
	release(meetingId: string): void {
		this.#writer.flush();
		this.#meetings.get(meetingId)?.close();
		this.#meetings.delete(meetingId);
	}

	close(): void {
		this.#writer.flush();
		for (const meeting of this.#meetings.values()) meeting.close();
		this.#writer.close();
	}

	#replay(meetingId: string): RunningMeeting {
		const started = performance.now();
		const replayed = this.#fold(meetingId);
		const meeting = new RunningMeeting(meetingId, replayed, {
			writer: this.#writer,
			urn: (voteId) => countUrn(this.#db, meetingId, voteId),
			clock: this.#clock,
			findRequest: (requestId) => findRequest(this.#db, meetingId, requestId),
			bringUpToDate: () => this.plans.bringUpToDate(meetingId),
		});
		this.#meetings.set(meetingId, meeting);
		void this.plans.keepUp(meetingId);
		for (const watcher of this.#watchers) watcher(meeting);
		const took = Math.round(performance.now() - started);
		this.#log.info({ meetingId, events: replayed.state.seq, ms: took }, 'meeting in memory');
		return meeting;
	}

	#fold(meetingId: string): { state: MeetingState; lastAt: number; devices: Devices } {
		const devices = new Devices();
		let state = meetingBefore;
		let lastAt = 0;
		for (const recorded of readJournal(this.#db, meetingId)) {
			state = evolve(state, recorded);
			lastAt = recorded.at;
			devices.note(recorded);
		}
		// Nothing happened yet: does it exist at all?
		if (state.seq === 0) requirePlan(this.#db, meetingId);
		return { state, lastAt, devices };
	}
}
