import type { Database } from '#db/client.ts';
import { urn } from '#db/schema/votes.ts';
import { choices, type Choice, type Tally } from '#meeting/vote/events.ts';
import { count, eq } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';

/** Puts a secret ballot into the urn, within the transaction that records that its voter took part. */
export function putIntoUrn({ orm }: Database, voteId: string, choice: Choice): void {
	orm
		.insert(urn)
		.values({ key: randomBytes(16), voteId, choice })
		.run();
}

/** Counts the urn of one vote. Only for its close: a partial tally is nobody's to see. */
export function countUrn({ orm }: Database, voteId: string): Tally {
	const rows = orm
		.select({ choice: urn.choice, ballots: count() })
		.from(urn)
		.where(eq(urn.voteId, voteId))
		.groupBy(urn.choice)
		.all();
	const of = (choice: Choice) => rows.find((row) => row.choice === choice)?.ballots ?? 0;
	return { for: of(choices[0]), against: of(choices[1]), abstain: of(choices[2]) };
}
