import { isPresent } from '../attendance.ts';
import type { Plan } from '../plan.ts';
import { reaches, type RuleSet } from '../rule-set.ts';
import type { MeetingState } from '../state.ts';
import type { Entitled } from './events.ts';

/** Members of the body or, where no body meets, the chair and the delegates. */
export function entitledOf(plan: Plan): readonly Entitled[] {
	if (plan.body) return plan.body.members.map(({ personId, name }) => ({ personId, name }));
	return plan.participants
		.filter((each) => each.kind === 'person' && each.roles.some((role) => role === 'chair' || role === 'delegate'))
		.map(({ id, name }) => ({ personId: id, name }));
}

export const seatsOf = (plan: Plan, entitled: readonly Entitled[]): number =>
	Math.max(plan.body?.seats ?? 0, entitled.length);

export interface Quorum {
	/** of those who may vote, who are known to be there by themselves */
	readonly present: number;
	/** 0: the rule asks for none */
	readonly needed: number;
	readonly reached: boolean;
}

/** Whether enough are there for a vote by this rule to open at this moment. */
export function quorumOf(state: Pick<MeetingState, 'plan' | 'attendance'>, plan: Plan, { quorum }: RuleSet): Quorum {
	const entitled = entitledOf(plan);
	const present = entitled.filter(({ personId }) => isPresent(state, personId)).length;
	if (!quorum) return { present, needed: 0, reached: true };
	const base = quorum.base === 'all' ? seatsOf(plan, entitled) : entitled.length;
	const { numerator, denominator } = quorum.fraction;
	const needed = Math.ceil((base * numerator) / denominator);
	return { present, needed, reached: reaches(present, base, quorum.fraction, '>=') };
}
