import type { Database } from '#db/client.ts';
import { listMinutes } from '#db/minutes/minutes.ts';
import { urnFits } from '#db/votes/verify-urn.ts';
import { replay } from '#meeting/state.ts';
import { readJournal } from './journal.ts';
import type { Projection } from './projection.ts';
import { ProjectionCheck } from './projections.ts';
import { verifyJournal, type Misfit } from './verify.ts';

/** What is wrong with a meeting's journal, or with what must agree with it. */
export type Fault =
	| ({ readonly kind: 'journal'; readonly meetingId: string } & Pick<Misfit, 'seq' | 'why'>)
	/** tables that repeat the journal say something else: they can be made anew */
	| { readonly kind: 'projection'; readonly meetingId: string; readonly projection: Projection['name'] }
	/** the urn of a secret vote does not hold what the journal says went in and came out */
	| { readonly kind: 'urn'; readonly meetingId: string; readonly voteId: string }
	/** minutes were drawn up from more events than there are, or there is none at all any more */
	| { readonly kind: 'cut'; readonly meetingId: string; readonly seq: number; readonly known: number };

/** Walks every meeting's journal, and compares what must agree with it. Each meeting is read as at one moment. */
export function* verifyMeetings(db: Database): Generator<{ meetingId: string; faults: readonly Fault[] }> {
	const check = new ProjectionCheck();
	try {
		for (const meetingId of meetingsToVerify(db)) {
			const faults = db.sqlite.transaction(() => verifyMeeting(db, check, meetingId))();
			yield { meetingId, faults };
		}
	} finally {
		check.close();
	}
}

/** Those that have a journal, and those of which something is kept that only a journal can say. */
export const meetingsToVerify = (db: Database): string[] =>
	db.sqlite
		.prepare<[], string>(
			`SELECT meeting_id AS id FROM streams UNION SELECT meeting_id FROM votes UNION SELECT meeting_id FROM minutes
			 ORDER BY id`,
		)
		.pluck()
		.all();

function verifyMeeting(db: Database, check: ProjectionCheck, meetingId: string): Fault[] {
	const misfit = verifyJournal(db, meetingId);
	if (misfit) return [{ kind: 'journal', meetingId, seq: misfit.seq, why: misfit.why }];
	const faults: Fault[] = check
		.differing(db, meetingId)
		.map((projection) => ({ kind: 'projection', meetingId, projection }));
	const { seq, votes } = replay(readJournal(db, meetingId));
	for (const vote of votes) if (!urnFits(db, meetingId, vote)) faults.push({ kind: 'urn', meetingId, voteId: vote.id });
	const known = Math.max(0, ...listMinutes(db, meetingId).map(({ journalSeq }) => journalSeq));
	if (known > seq || (seq === 0 && hasStream(db, meetingId)))
		faults.push({ kind: 'cut', meetingId, seq, known: Math.max(1, known) });
	return faults;
}

/** A stream begins with its first event: one without any has lost them. */
const hasStream = (db: Database, meetingId: string) =>
	db.sqlite.prepare('SELECT 1 FROM streams WHERE id = ?').get(meetingId) !== undefined;

const whys = {
	gap: 'an event before it is missing',
	chain: 'it does not follow the hash of the event before it',
	content: 'what it says is not what its hash was taken of',
	type: 'its name is not that of its event',
	newer: 'a later version of the program has written it, this one does not know what it says',
};

/** One sentence for whoever runs the system. */
export function describeFault(fault: Fault): string {
	const { meetingId } = fault;
	switch (fault.kind) {
		case 'journal':
			return `Meeting ${meetingId}, event ${fault.seq}: ${whys[fault.why]} (${fault.why}).`;
		case 'projection':
			return `Meeting ${meetingId}: the tables of its ${fault.projection} do not say what its journal says; npm run rebuild-projections makes them anew.`;
		case 'urn':
			return `Meeting ${meetingId}: the urn of the secret vote ${fault.voteId} does not hold the ballots that the journal tells of.`;
		case 'cut':
			return `Meeting ${meetingId}: its journal ends with event ${fault.seq}, and there was event ${fault.known}: the end has been cut off.`;
	}
}
