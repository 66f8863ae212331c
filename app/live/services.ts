import type { SharedMark } from '#meeting/shared-marks.ts';
import type { Database } from '#db/client.ts';
import type { ReceivingDevice } from '#db/documents/paper-receipts.ts';
import type { Pack, PaperCopy } from '#db/documents/pack.ts';
import type { MeetingState } from '#meeting/state.ts';
import type { TraceEvent } from '#sfu/link/contract-trace.ts';
import type { Logger } from 'pino';
import type { NodeState } from './media/node-states.ts';
import type { Figures, WatchedMeeting } from './ops/figures.ts';
import type { Work } from './work-pool.ts';

/** A page as it is for whoever may see it: what is in it that is somebody's, the browser asks for. */
export interface PageForAll {
	readonly routeId: string;
	/** where it was asked for: addresses in it are relative */
	readonly path: string;
	/** as the browser's cookies have them; undefined: it has none */
	readonly theme: string | undefined;
	readonly language: string | undefined;
	readonly html: string;
	/** all that its answer carries; the nonce of its scripts in the Content-Security-Policy */
	readonly headers: Headers;
}

/** What the pages need of the running process. */
export interface Services {
	readonly db: Database;
	/** documents by SHA-256 lie below it */
	readonly dataDir: string;
	/** every page says so in a banner */
	readonly demo: boolean;
	/** cookies are marked Secure unless this is false (the demo on 127.0.0.1, without TLS) */
	readonly secureCookies: boolean;
	/** how long what was downloaded can be read without a network; ms */
	readonly offlineLease: number;
	readonly log: Logger;
	/** whether an account may ask for one more page, paper or search */
	readonly pageRequests: { take(accountId: string): boolean };
	/** Pages that are the same for everybody, answered from memory once they have been made. */
	readonly readyPages: { keep(page: PageForAll): Promise<void> };
	/** what would keep the loop, done beside it */
	readonly work: Work;
	/** Resolves when whoever has been invited by now is listed (db/meetings/meetings-of.ts). */
	readonly listNewParticipants: () => Promise<void>;
	readonly meetings: {
		/** The meeting as it stands, live or replayed from its journal. Throws `DataError` not-found. */
		stateOf(meetingId: string): Promise<MeetingState>;
		/** The same of a meeting that is under way, or that somebody is in; undefined for any other. */
		inMemory(meetingId: string): MeetingState | undefined;
		/**
		 * After a change of what plans are made of: a meeting that is open gets the new plan, in its journal.
		 * @param meetingId where only its dossier has changed; undefined: terms, seats, rules, names, units, sites
		 */
		plansChanged(meetingId?: string): Promise<void>;
		/** It was shared, or taken off: who is in the meeting and may see it is told. */
		tellSharedMark(meetingId: string, mark: SharedMark, readers: readonly string[] | undefined): void;
		/** After a session ended: its devices leave all meetings. @param sessionKey the hash of its token */
		disconnectSession(sessionKey: string): void;
		/** After an account was closed or its password changed. */
		disconnectAccount(accountId: string): void;
	};
	/** What was kept apart, once somebody has decided about it (db/documents/held-papers.ts). */
	readonly uploads: {
		release(of: { readonly meetingId: string; readonly id: string; readonly sessionKey: string }, now: number): void;
		takeIn(id: string): Promise<object>;
	};
	/** Who received and who opened which paper, written behind: nobody waits for it. */
	readonly receipts: {
		received(device: ReceivingDevice, versionIds: readonly string[]): void;
		opened(device: ReceivingDevice, versionId: string): void;
		/** All that was noted is written: before it is read. */
		flush(): void;
	};
	/** Papers bound to one file, one pack after the other. */
	readonly packs: {
		/** Whoever has sent the file removes it. @throws DataError `too-busy`, `work-failed`, `packs-unavailable` */
		bind(pack: Pack): Promise<{ readonly path: string; remove(): Promise<void> }>;
		/** One paper with what says that it is no original, and whose copy it is, over each page. Throws as `bind`. */
		copy(paper: PaperCopy): Promise<{ readonly path: string; remove(): Promise<void> }>;
	};
	readonly ops: {
		/** The meetings that somebody is in at this moment. */
		meetings(): readonly WatchedMeeting[];
		/** With the samples after a moment (ms since the epoch); undefined for a meeting that nobody is in. */
		figures(meetingId: string, after: number): Figures | undefined;
		/** A device's trace after one event; asking turns it on for ten seconds. Null while the device has no media. */
		trace(meetingId: string, deviceId: string, after: number): Promise<readonly TraceEvent[] | null>;
	};
	readonly nodes: {
		/** Of the media nodes that are known, by id, this process's own among them. */
		states(): Promise<ReadonlyMap<string, NodeState>>;
		/** After a deed that changed what the database says of them. @param sentAway whose token holds no more */
		changed(sentAway?: string): void;
		/**
		 * After a deed that chose nodes for these people and rooms of a meeting, or none any more: they are called there.
		 * @param participantIds undefined: all that were moved away from their own node, where it would have room by now
		 */
		placeAnew(meetingId: string, participantIds: readonly string[] | undefined): void;
	};
}

const key = Symbol.for('nhip-cau');
const registry = globalThis as { [key]?: Services };

/** Kit's bundle and the server's own modules are two copies of the same code: what runs is found through one place. */
export function services(): Services {
	const running = registry[key];
	if (!running) throw new Error('The control process has not started: run app/server.ts.');
	return running;
}

export function provideServices(running: Services): void {
	registry[key] = running;
}
