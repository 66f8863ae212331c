import type { Database } from '#db/client.ts';
import { appendToJournal } from '#db/journal/journal.ts';
import type { JournalEntry } from '#db/journal/entry.ts';
import { putIntoUrn } from '#db/votes/urn.ts';
import type { Decision } from '#meeting/command.ts';
import { project } from './project.ts';

/** What one command led to, to be written whole or not at all. */
export interface Writing {
	readonly entries: readonly JournalEntry[];
	readonly intoUrn?: NonNullable<Decision['intoUrn']> | undefined;
	/** Called once: on disk, or with the error that kept the whole commit from the disk. */
	readonly settled: (error?: unknown) => void;
}

/**
 * The journal's only writer. Commands of one turn of the event loop share a commit, of all meetings together, because
 * a commit waits for the disk (synchronous=FULL) and costs the same for one event as for a hundred.
 */
export class JournalWriter {
	readonly #db: Database;
	#waiting: Writing[] = [];

	constructor(db: Database) {
		this.#db = db;
	}

	write(writing: Writing): void {
		if (this.#waiting.length === 0) setImmediate(() => this.flush());
		this.#waiting.push(writing);
	}

	/** Writes now what still waits. */
	flush(): void {
		const writings = this.#waiting;
		this.#waiting = [];
		if (writings.length === 0) return;
		let failure: { error: unknown } | undefined;
		try {
			this.#db.sqlite.transaction(() => this.#commit(writings)).immediate();
			if (writings.some(closesVote)) this.#forgetOrderOfCasting();
		} catch (error) {
			failure = { error };
		}
		for (const { settled } of writings) settled(failure?.error);
	}

	/** The write-ahead log still has each secret ballot beside its voter's participation, until it is emptied. */
	#forgetOrderOfCasting(): void {
		this.#db.sqlite.pragma('wal_checkpoint(TRUNCATE)');
	}

	#commit(writings: readonly Writing[]): void {
		for (const { entries, intoUrn } of writings) {
			appendToJournal(this.#db, entries);
			for (const entry of entries) project(this.#db, entry);
			if (intoUrn) putIntoUrn(this.#db, intoUrn.voteId, intoUrn.choice);
		}
	}
}

const closesVote = ({ entries }: Writing) => entries.some(({ event }) => event.type === 'vote-closed');
