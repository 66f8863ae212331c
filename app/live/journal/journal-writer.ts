import type { Database } from '#db/client.ts';
import { appendToJournal } from '#db/journal/journal.ts';
import type { JournalEntry, JournalHead } from '#db/journal/entry.ts';
import { project } from '#db/journal/projections.ts';
import { pourOutUrn, putIntoUrn } from '#db/votes/urn.ts';
import type { Decision } from '#meeting/command.ts';
import type { MeetingEvent } from '#meeting/record.ts';
import type { Logger } from 'pino';
import { nextTurn } from '../next-turn.ts';
import { nobody, type Observer } from '../observer.ts';
import { HeadLog } from './head-log.ts';
import { LogEmptier } from './log-emptier.ts';

/** Between two commits at most, in ms. */
const longestRest = 15;

/** So many commands share a commit at most: each is written, and told of, in the same turn. */
const mostAtOnce = 32;

/** What one command led to, to be written whole or not at all. */
export interface Writing {
	readonly meetingId: string;
	readonly entries: readonly JournalEntry[];
	readonly intoUrn?: NonNullable<Decision['intoUrn']> | undefined;
	/** Called once: on disk, or with what kept it from the disk. */
	readonly settled: (failure?: Failure) => void;
}

/** `overtaken`: one before it of the same meeting failed, on which it was decided. */
type Failure = { readonly error: unknown } | 'overtaken';

/**
 * The journal's only writer. Commands of one turn of the event loop share a commit, of all meetings together, because
 * a commit waits for the disk (synchronous=FULL) and costs the same for one event as for a hundred.
 */
export class JournalWriter {
	readonly #db: Database;
	readonly #emptier: LogEmptier;
	readonly #heads: HeadLog;
	readonly #observer: Observer;
	readonly #log: Pick<Logger, 'error' | 'info'>;
	#waiting: Writing[] = [];
	/** when the first of those that wait came, by performance.now() */
	#waitingSince = 0;
	/** the next commit not before, by performance.now() */
	#restUntil = 0;
	/** an urn was poured out since the log was emptied */
	#poured = false;

	constructor(db: Database, log: Pick<Logger, 'error' | 'info'>, observer = nobody) {
		this.#db = db;
		this.#observer = observer;
		this.#log = log;
		this.#emptier = new LogEmptier(db, log);
		this.#heads = new HeadLog(log);
	}

	write(writing: Writing): void {
		if (this.#waiting.length === 0) {
			this.#waitingSince = performance.now();
			// After a commit the next one waits a little, so that hundreds of commands that come within moments share few
			// commits: all this process does stands still during one.
			const wait = this.#restUntil - this.#waitingSince;
			// At the end of the next turn of the loop, not of this one: what has come is heard between a deed and its commit. The
			// price: each acknowledgement comes a turn later.
			if (wait <= 0) this.#writeSoon();
			else setTimeout(() => this.flush(mostAtOnce), wait);
		}
		this.#waiting.push(writing);
	}

	#writeSoon(): void {
		void nextTurn().then(() => this.flush(mostAtOnce));
	}

	/** Writes now what still waits; of more than `most` the rest in a turn to come. */
	flush(most = Infinity): void {
		const writings = this.#waiting;
		this.#waiting = [];
		if (writings.length === 0) return;
		const some = writings.slice(0, most);
		if (this.#commit(some) !== undefined) {
			// What one meeting cannot write must not cost another its commands: each by itself.
			for (const own of Map.groupBy(writings, (writing) => writing.meetingId).values()) this.#writeEach(own);
		} else {
			// First: what is given while these are told comes after it.
			this.#waiting = writings.slice(most);
			if (this.#waiting.length > 0) this.#writeSoon();
			this.#observer.journalWritten(performance.now() - this.#waitingSince);
			for (const writing of some) this.#settle(writing);
		}
		if (!this.#poured) return;
		this.#poured = false;
		this.#emptier.empty();
	}

	/** Of one meeting: what fails fails alone; what was decided on it is decided anew. */
	#writeEach(own: readonly Writing[]): void {
		let failed = false;
		for (const writing of own) {
			const error: unknown = failed ? undefined : this.#commit([writing]);
			if (failed) this.#settle(writing, 'overtaken');
			else if (error === undefined) this.#settle(writing);
			else this.#settle(writing, { error });
			failed ||= error !== undefined;
		}
	}

	/** Whoever fails over its own must not keep the others of the commit from theirs: their meetings would stand still. */
	#settle({ meetingId, settled }: Writing, failure?: Failure): void {
		try {
			settled(failure);
		} catch (error) {
			this.#log.error({ err: error, meetingId }, 'what was written could not be told');
		}
	}

	/** The error, if there was one: nothing of it is on disk then. */
	#commit(writings: readonly Writing[]): unknown {
		const started = performance.now();
		try {
			const heads = this.#db.sqlite.transaction(() => writings.flatMap((each) => this.#append(each))).immediate();
			this.#heads.written(heads);
			return undefined;
		} catch (error) {
			return error ?? new Error('the commit failed');
		} finally {
			const ended = performance.now();
			this.#restUntil = ended + Math.min(longestRest, 2 * (ended - started));
		}
	}

	#append({ meetingId, entries, intoUrn }: Writing): JournalHead[] {
		const heads = appendToJournal(this.#db, entries);
		for (const entry of entries) {
			project(this.#db, meetingId, entry);
			if (isEndOfVote(entry.event) && pourOutUrn(this.#db, meetingId, entry.event.voteId)) this.#poured = true;
		}
		if (intoUrn) putIntoUrn(this.#db, meetingId, intoUrn.voteId, intoUrn.choice);
		return heads;
	}

	close(): void {
		this.flush();
		this.#emptier.close();
		this.#heads.close();
	}
}

const isEndOfVote = (event: MeetingEvent) => event.type === 'vote-closed' || event.type === 'vote-cancelled';
