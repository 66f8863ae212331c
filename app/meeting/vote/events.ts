import type { RuleSet } from '../rule-set.ts';

/** tán thành, không tán thành, không biểu quyết */
export const choices = ['for', 'against', 'abstain'] as const;
export type Choice = (typeof choices)[number];

/** Ballots by choice. */
export type Tally = Readonly<Record<Choice, number>>;

/** A person entitled to vote, as entitled when the vote was opened. */
export interface Entitled {
	readonly personId: string;
	readonly name: string;
}

/** All that is frozen when a vote opens. */
export interface VoteDefinition {
	readonly id: string;
	readonly itemId: string | null;
	readonly title: string;
	readonly secret: boolean;
	readonly rule: RuleSet;
	/** number of all seats of the body, filled or not: the base `all` */
	readonly seats: number;
	readonly entitled: readonly Entitled[];
	/** whose side decides a tie, where the rule says so */
	readonly chairId: string | null;
	/** the vote that this one repeats */
	readonly repeats: string | null;
}

/** Numbers that are stored with every result. */
export interface VoteResult {
	readonly entitled: number;
	readonly present: number;
	readonly issued: number;
	readonly returned: number;
	readonly valid: number;
	readonly invalid: number;
	readonly for: number;
	readonly against: number;
	readonly abstain: number;
	readonly notVoted: number;
	/** the number that the share is taken of, after the rule's base */
	readonly base: number;
	readonly passed: boolean;
	/** the side that the tie rule decided for; null: there was no tie */
	readonly tieDecidedBy: 'chair' | 'fails' | null;
}

export type VoteEvent =
	| { readonly type: 'vote-opened'; readonly vote: VoteDefinition }
	/** a named ballot carries its choice; a secret one says only that the person took part */
	| { readonly type: 'ballot-cast'; readonly voteId: string; readonly personId: string; readonly choice: Choice | null }
	/** `result` is null only for a reader from whom it is withheld until it is published */
	| { readonly type: 'vote-closed'; readonly voteId: string; readonly result: VoteResult | null }
	/** says the result again, for those who hear it only now; to them also the named ballots, which the journal has */
	| {
			readonly type: 'vote-published';
			readonly voteId: string;
			readonly result: VoteResult;
			readonly ballots?: Vote['ballots'];
	  }
	| { readonly type: 'vote-cancelled'; readonly voteId: string; readonly reason: string };

/** A vote is never deleted: a repeated one is a new vote, the old one stays, cancelled with a reason. */
export interface Vote extends VoteDefinition {
	readonly phase: 'open' | 'closed' | 'published' | 'cancelled';
	/** ms since the epoch */
	readonly openedAt: number;
	readonly closedAt: number | null;
	/** who has voted: person ids, without order or time where the vote is secret */
	readonly voted: readonly string[];
	/** named ballots by person id; empty where the vote is secret, and for a reader until it is published */
	readonly ballots: Readonly<Record<string, Choice>>;
	readonly result: VoteResult | null;
	readonly cancelledBecause: string | null;
}
