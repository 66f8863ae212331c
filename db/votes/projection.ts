import type { Database } from '#db/client.ts';
import type { Projection } from '#db/journal/projection.ts';
import { ballots, voteParticipation, votes } from '#db/schema/votes.ts';
import type { Recorded } from '#meeting/record.ts';
import { and, eq } from 'drizzle-orm';

/**
 * Votes, who took part and named ballots. Their keys guard what the meeting core promises: a second ballot of one
 * person, or a vote opened twice, fails the whole transaction. The urn is none of it: no journal knows what lies there.
 */
export const votesProjection: Projection = {
	name: 'votes',
	apply: projectVote,
	clear({ orm }, meetingId) {
		for (const table of [ballots, voteParticipation, votes])
			orm.delete(table).where(eq(table.meetingId, meetingId)).run();
	},
	read({ orm }, meetingId) {
		const [opened, took, named] = [
			orm.select().from(votes).where(eq(votes.meetingId, meetingId)).orderBy(votes.id).all(),
			orm
				.select()
				.from(voteParticipation)
				.where(eq(voteParticipation.meetingId, meetingId))
				.orderBy(voteParticipation.voteId, voteParticipation.personId)
				.all(),
			orm
				.select()
				.from(ballots)
				.where(eq(ballots.meetingId, meetingId))
				.orderBy(ballots.voteId, ballots.personId)
				.all(),
		];
		// The same JSON may be written in another order of keys.
		const parsed = opened.map(({ rule, entitled, result, ...vote }) => ({
			...vote,
			json: [rule, entitled, result].map((text) => (text === null ? null : (JSON.parse(text) as unknown))),
		}));
		return { votes: parsed, took, named };
	},
};

function projectVote(db: Database, meetingId: string, { at, event }: Recorded): void {
	const { orm } = db;
	switch (event.type) {
		case 'vote-opened': {
			const { id, itemId, title, secret, rule, entitled } = event.vote;
			const frozen = { rule: JSON.stringify(rule), entitled: JSON.stringify(entitled) };
			orm
				.insert(votes)
				.values({ id, meetingId, itemId, title, secret, ...frozen, openedAt: at })
				.run();
			break;
		}
		case 'ballot-cast':
			projectBallot(db, meetingId, event, at);
			break;
		case 'vote-closed':
			orm
				.update(votes)
				.set({ closedAt: at, result: JSON.stringify(event.result) })
				.where(isVote(meetingId, event.voteId))
				.run();
			break;
		case 'vote-published':
			orm.update(votes).set({ publishedAt: at }).where(isVote(meetingId, event.voteId)).run();
			break;
		case 'vote-cancelled':
			orm.update(votes).set({ cancelledReason: event.reason }).where(isVote(meetingId, event.voteId)).run();
			break;
	}
}

const isVote = (meetingId: string, voteId: string) => and(eq(votes.meetingId, meetingId), eq(votes.id, voteId));

type BallotCast = Extract<Recorded['event'], { type: 'ballot-cast' }>;

function projectBallot(
	{ orm }: Database,
	meetingId: string,
	{ voteId, personId, choice }: BallotCast,
	at: number,
): void {
	if (choice === null) {
		orm.insert(voteParticipation).values({ meetingId, voteId, personId, at }).run();
		return;
	}
	// A named ballot may be changed before the close, where the rule allows it.
	orm.insert(voteParticipation).values({ meetingId, voteId, personId, at }).onConflictDoNothing().run();
	orm
		.insert(ballots)
		.values({ meetingId, voteId, personId, choice })
		.onConflictDoUpdate({ target: [ballots.meetingId, ballots.voteId, ballots.personId], set: { choice } })
		.run();
}
