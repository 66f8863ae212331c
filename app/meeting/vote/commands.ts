import * as v from 'valibot';
import { isPresent } from '../attendance.ts';
import { actingParticipant, command, happened } from '../command.ts';
import { idSchema, textSchema } from '../input.ts';
import { unlessLive } from '../lifecycle.ts';
import { refuse } from '../refusal.ts';
import { isRuleOf, majorityOfAllMembers, ruleSetSchema } from '../rule-set.ts';
import type { MeetingState } from '../state.ts';
import { countVote } from './count.ts';
import { choices, type Tally, type Vote } from './events.ts';
import { entitledOf, quorumOf, seatsOf } from './quorum.ts';

const runs = ['chair', 'secretary'] as const;
const voteInput = v.strictObject({ voteId: idSchema });

const findVote = (state: MeetingState, id: string) => state.votes.find((vote) => vote.id === id);

const namedTally = (vote: Vote): Tally => {
	const tally = { for: 0, against: 0, abstain: 0 };
	for (const choice of Object.values(vote.ballots)) tally[choice] += 1;
	return tally;
};

export const voteCommands = {
	/**
	 * Freezes the rule and the list of who may vote; the rule is the body's, unless another one is given that the law has,
	 * or that of the vote which is repeated.
	 */
	'open-vote': command({
		input: v.strictObject({
			voteId: idSchema,
			itemId: v.nullable(idSchema),
			title: textSchema(1000),
			secret: v.boolean(),
			rule: v.optional(ruleSetSchema),
			repeats: v.optional(idSchema),
		}),
		by: runs,
		freezesPlan: true,
		decide: (state, input) => {
			const notLive = unlessLive(state);
			if (notLive) return notLive;
			const { plan } = state;
			if (!plan) return refuse('meeting-not-open');
			if (findVote(state, input.voteId)) return refuse('vote-exists');
			if (state.votes.some((vote) => vote.phase === 'open')) return refuse('another-vote-open');
			if (input.itemId !== null && !plan.agenda.some((item) => item.id === input.itemId)) return refuse('no-such-item');
			if (input.repeats !== undefined && findVote(state, input.repeats)?.phase !== 'cancelled')
				return refuse('no-such-vote');
			const entitled = entitledOf(plan);
			if (entitled.length === 0) return refuse('nobody-entitled');
			const seats = seatsOf(plan, entitled);
			const rule = input.rule ?? plan.body?.ruleSet ?? majorityOfAllMembers;
			const repeated = findVote(state, input.repeats ?? '')?.rule ?? [];
			const own = [plan.body?.ruleSet ?? [], repeated].flat();
			if (!isRuleOf(rule, own)) return refuse('no-such-rule');
			if (!quorumOf(state, plan, rule).reached) return refuse('no-quorum');
			const chairId = plan.participants.find((each) => each.roles.includes('chair'))?.id ?? null;
			const { voteId: id, itemId, title, secret, repeats = null } = input;
			return happened({
				type: 'vote-opened',
				vote: { id, itemId, title, secret, rule, seats, entitled, chairId, repeats },
			});
		},
	}),
	'cast-ballot': command({
		input: v.strictObject({ voteId: idSchema, choice: v.picklist(choices) }),
		by: ['participant', 'voter'],
		decide: (state, { voteId, choice }, circumstances) => {
			const notLive = unlessLive(state);
			if (notLive) return notLive;
			const vote = findVote(state, voteId);
			if (!vote) return refuse('no-such-vote');
			if (vote.phase !== 'open') return refuse('vote-not-open');
			const personId = actingParticipant(circumstances);
			if (!vote.entitled.some((each) => each.personId === personId) || personId === null) return refuse('not-entitled');
			const again = vote.voted.includes(personId);
			if (again && (vote.secret || !vote.rule.mayChangeBallot)) return refuse('already-voted');
			if (!vote.secret) return happened({ type: 'ballot-cast', voteId, personId, choice });
			return { events: [{ type: 'ballot-cast', voteId, personId, choice: null }], intoUrn: { voteId, choice } };
		},
	}),
	'close-vote': command({
		input: voteInput,
		by: runs,
		countsUrn: true,
		decide: (state, { voteId }, { urn }) => {
			const vote = findVote(state, voteId);
			if (!vote) return refuse('no-such-vote');
			if (vote.phase !== 'open') return refuse('vote-not-open');
			const tally = vote.secret ? urn : namedTally(vote);
			// A secret vote closes only when the urn holds exactly one ballot for each who took part.
			if (tally === null || tally.for + tally.against + tally.abstain !== vote.voted.length)
				return refuse('tally-missing');
			// Who voted was there: a link that drops after the ballot must not leave fewer present than ballots.
			const present = vote.entitled.filter(
				({ personId }) => vote.voted.includes(personId) || isPresent(state, personId),
			).length;
			const chairChoice = vote.chairId === null ? null : (vote.ballots[vote.chairId] ?? null);
			return happened({ type: 'vote-closed', voteId, result: countVote({ vote, tally, present, chairChoice }) });
		},
	}),
	'publish-vote': command({
		input: voteInput,
		by: runs,
		decide: (state, { voteId }) => {
			const vote = findVote(state, voteId);
			if (!vote) return refuse('no-such-vote');
			if (vote.phase !== 'closed' || vote.result === null) return refuse('vote-not-closed');
			return happened({ type: 'vote-published', voteId, result: vote.result });
		},
	}),
	'cancel-vote': command({
		input: v.strictObject({ voteId: idSchema, reason: textSchema(1000) }),
		by: runs,
		decide: (state, { voteId, reason }) => {
			// What a meeting decided stands once it has ended: a new round needs a meeting.
			if (state.lifecycle.phase === 'ended') return refuse('meeting-ended');
			const vote = findVote(state, voteId);
			if (!vote) return refuse('no-such-vote');
			if (vote.phase === 'cancelled') return refuse('vote-cancelled');
			if (vote.phase === 'published') return refuse('vote-published');
			return happened({ type: 'vote-cancelled', voteId, reason });
		},
	}),
};
