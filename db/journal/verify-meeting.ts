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
	| (Misfit & { readonly kind: 'journal' })
	/** tables that repeat the journal say something else: they can be made anew */
	| { readonly kind: 'projection'; readonly meetingId: string; readonly projection: Projection['name'] }
	/** the urn of a secret vote does not hold what the journal says went in and came out */
	| { readonly kind: 'urn'; readonly meetingId: string; readonly voteId: string }
	/** minutes were drawn up from more events than there are */
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
			`SELECT DISTINCT meeting_id FROM journal UNION SELECT meeting_id FROM votes UNION SELECT meeting_id FROM minutes
			 ORDER BY meeting_id`,
		)
		.pluck()
		.all();

function verifyMeeting(db: Database, check: ProjectionCheck, meetingId: string): Fault[] {
	const misfit = verifyJournal(db, meetingId);
	if (misfit) return [{ kind: 'journal', ...misfit }];
	const faults: Fault[] = check
		.differing(db, meetingId)
		.map((projection) => ({ kind: 'projection', meetingId, projection }));
	const { seq, votes } = replay(readJournal(db, meetingId));
	for (const vote of votes) if (!urnFits(db, meetingId, vote)) faults.push({ kind: 'urn', meetingId, voteId: vote.id });
	const known = Math.max(0, ...listMinutes(db, meetingId).map(({ journalSeq }) => journalSeq));
	if (known > seq) faults.push({ kind: 'cut', meetingId, seq, known });
	return faults;
}

const whys = {
	gap: 'an event before it is missing',
	chain: 'it does not follow the hash of the event before it',
	content: 'what it says is not what its hash was taken of',
	type: 'its name is not that of its event',
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
			return `Meeting ${meetingId}: its journal ends with event ${fault.seq}, but minutes were drawn up from event ${fault.known}: the end has been cut off.`;
	}
}
