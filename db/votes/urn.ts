import type { Database } from '#db/client.ts';
import { urn } from '#db/schema/votes.ts';
import { choices, type Choice, type Tally } from '#meeting/vote/events.ts';
import { and, count, eq } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';

const ofVote = (meetingId: string, voteId: string) => and(eq(urn.meetingId, meetingId), eq(urn.voteId, voteId));

/** Puts a secret ballot into the urn, within the transaction that records that its voter took part. */
export function putIntoUrn({ orm }: Database, meetingId: string, voteId: string, choice: Choice): void {
	orm
		.insert(urn)
		.values({ key: randomBytes(16), meetingId, voteId, choice })
		.run();
}

/** Counts the urn of one vote. Only for its close: a partial tally is nobody's to see. */
export function countUrn({ orm }: Database, meetingId: string, voteId: string): Tally {
	const rows = orm
		.select({ choice: urn.choice, ballots: count() })
		.from(urn)
		.where(ofVote(meetingId, voteId))
		.groupBy(urn.choice)
		.all();
	const of = (choice: Choice) => rows.find((row) => row.choice === choice)?.ballots ?? 0;
	return { for: of(choices[0]), against: of(choices[1]), abstain: of(choices[2]) };
}

/**
 * Takes all ballots of a vote out and puts them back under new keys, in the order of these, within the transaction that
 * ends the vote: SQLite lays rows into a page in the order in which they come, and that order was the order of casting.
 * `secure_delete` (db/client.ts) overwrites what they leave behind; the write-ahead log must be emptied afterwards.
 * @returns whether there were any
 */
export function pourOutUrn({ orm }: Database, meetingId: string, voteId: string): boolean {
	const ballots = orm.select({ choice: urn.choice }).from(urn).where(ofVote(meetingId, voteId)).all();
	if (ballots.length === 0) return false;
	orm.delete(urn).where(ofVote(meetingId, voteId)).run();
	const keyed = ballots.map(({ choice }) => ({ key: randomBytes(16), meetingId, voteId, choice }));
	keyed.sort((a, b) => a.key.compare(b.key));
	// One row at a time keeps below SQLite's limit of parameters, whatever the number of voters.
	for (const ballot of keyed) orm.insert(urn).values(ballot).run();
	return true;
}
