import type { Database } from '#db/client.ts';
import { findRequest } from '#db/journal/journal.ts';
import { requireDetails } from '#db/meetings/read-meeting.ts';
import { countUrn } from '#db/votes/urn.ts';
import type { MeetingState } from '#meeting/state.ts';
import type { Logger } from 'pino';
import { JournalWriter } from './journal/journal-writer.ts';
import { nextTurn } from './next-turn.ts';
import type { Observer } from './observer.ts';
import { PlanKeeper } from './plan-keeper.ts';
import { replayJournal } from './replay-journal.ts';
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
	/** on their way into memory: whoever comes meanwhile waits for the same one */
	readonly #coming = new Map<string, Promise<RunningMeeting>>();
	readonly #watchers: Watcher[] = [];
	#closed = false;

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
	async require(meetingId: string): Promise<RunningMeeting> {
		const running = this.#meetings.get(meetingId);
		if (running) return running;
		const coming = this.#coming.get(meetingId) ?? this.#replay(meetingId);
		this.#coming.set(meetingId, coming);
		return coming.finally(() => this.#coming.delete(meetingId));
	}

	/** A meeting's state without keeping it in memory for that. Throws DataError not-found. */
	async stateOf(meetingId: string): Promise<MeetingState> {
		const running = this.#meetings.get(meetingId) ?? (await this.#coming.get(meetingId));
		if (running) return running.state;
		return (await this.#fold(meetingId)).state;
	}

	/** Lets go of a meeting that nobody is in; the journal has it. */
	release(meetingId: string): void {
		this.#writer.flush();
		this.#meetings.get(meetingId)?.close();
		this.#meetings.delete(meetingId);
	}

	close(): void {
		this.#closed = true;
		this.#writer.flush();
		for (const meeting of this.#meetings.values()) meeting.close();
		this.#writer.close();
	}

	async #replay(meetingId: string): Promise<RunningMeeting> {
		const started = performance.now();
		const replayed = await this.#fold(meetingId);
		// What a large one is made of, and whether it is still so, is read in a turn each.
		await nextTurn();
		const bringUpToDate = await this.plans.prepareIfReadable(meetingId, replayed.state);
		if (this.#closed) throw new Error('the server ends');
		const meeting = new RunningMeeting(meetingId, replayed, {
			writer: this.#writer,
			urn: (voteId) => countUrn(this.#db, meetingId, voteId),
			clock: this.#clock,
			findRequest: (requestId) => findRequest(this.#db, meetingId, requestId),
			preparePlan: () => this.plans.prepare(meetingId),
		});
		this.#meetings.set(meetingId, meeting);
		void bringUpToDate();
		for (const watcher of this.#watchers) watcher(meeting);
		const took = Math.round(performance.now() - started);
		this.#log.info({ meetingId, events: replayed.state.seq, ms: took }, 'meeting in memory');
		return meeting;
	}

	async #fold(meetingId: string): ReturnType<typeof replayJournal> {
		const replayed = await replayJournal(this.#db, meetingId);
		// Nothing happened yet: does it exist at all?
		if (replayed.state.seq === 0) requireDetails(this.#db, meetingId);
		return replayed;
	}
}
