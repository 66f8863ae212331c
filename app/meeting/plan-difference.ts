import { applyToList, differenceOfLists, type ListDifference } from './list-difference.ts';
import type { AgendaItem, Body, Paper, Participant, Plan } from './plan.ts';
import { isSameJson } from './same-json.ts';

/**
 * What a revision changes in a plan: as large as the change, not as the plan. Exact: applied to the plan that it was made
 * of it gives the other, with the order of its lists. What is the same is left out.
 */
export interface PlanDifference {
	readonly title?: string;
	readonly startsAt?: number;
	readonly participants?: ListDifference<Participant>;
	/** all of them: they have nothing by which one is known */
	readonly areas?: Plan['areas'] | null;
	readonly agenda?: ListDifference<AgendaItem>;
	readonly papers?: ListDifference<Paper>;
	readonly body?: BodyDifference;
}

/** Another body, or none, is told whole. */
type BodyDifference =
	| { readonly whole: Body | null }
	| { readonly set: Partial<Omit<Body, 'members'>>; readonly members?: ListDifference<Body['members'][number]> };

const byId = ({ id }: { readonly id: string }) => id;
const byDocument = ({ documentId }: Paper) => documentId;
const byPerson = ({ personId }: Body['members'][number]) => personId;

/** Undefined where nothing differs. Both are plans of one meeting. */
export function differenceOf(before: Plan, after: Plan): PlanDifference | undefined {
	const participants = differenceOfLists(before.participants, after.participants, byId);
	const agenda = differenceOfLists(before.agenda, after.agenda, byId);
	const papers = differenceOfLists(before.papers, after.papers, byDocument);
	const body = differenceOfBodies(before.body, after.body);
	const difference: PlanDifference = {
		...(before.title !== after.title && { title: after.title }),
		...(before.startsAt !== after.startsAt && { startsAt: after.startsAt }),
		...(participants && { participants }),
		...(!isSameJson(before.areas, after.areas) && { areas: after.areas ?? null }),
		...(agenda && { agenda }),
		...(papers && { papers }),
		...(body && { body }),
	};
	return Object.keys(difference).length > 0 ? difference : undefined;
}

export function applyDifference(plan: Plan, difference: PlanDifference): Plan {
	const { title = plan.title, startsAt = plan.startsAt, participants, agenda, papers, body } = difference;
	const { areas: before, ...rest } = plan;
	const areas = difference.areas === undefined ? before : (difference.areas ?? undefined);
	return {
		...rest,
		title,
		startsAt,
		...(areas && { areas }),
		...(participants && { participants: applyToList(plan.participants, participants, byId) }),
		...(agenda && { agenda: applyToList(plan.agenda, agenda, byId) }),
		...(papers && { papers: applyToList(plan.papers, papers, byDocument) }),
		...(body && { body: applyToBody(plan.body, body) }),
	};
}

function differenceOfBodies(before: Body | null, after: Body | null): BodyDifference | undefined {
	if (isSameJson(before, after)) return undefined;
	if (!before || !after || before.id !== after.id) return { whole: after };
	const members = differenceOfLists(before.members, after.members, byPerson);
	const { name, seats, ruleSet } = after;
	const set = {
		...(name !== before.name && { name }),
		...(seats !== before.seats && { seats }),
		...(!isSameJson(ruleSet, before.ruleSet) && { ruleSet }),
	};
	return { set, ...(members && { members }) };
}

function applyToBody(body: Body | null, difference: BodyDifference): Body | null {
	if ('whole' in difference) return difference.whole;
	if (!body) return null;
	const { set, members } = difference;
	return { ...body, ...set, ...(members && { members: applyToList(body.members, members, byPerson) }) };
}
