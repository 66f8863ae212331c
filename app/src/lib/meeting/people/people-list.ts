import { steady } from '#lib/live/steady.ts';
import { folded } from '#lib/org/folded.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Participant, Plan, Role } from '#meeting/plan.ts';

const roleTexts: Record<Role, () => string> = {
	chair: m.role_chair,
	secretary: m.role_secretary,
	operator: m.role_operator,
	delegate: m.role_delegate,
	guest: m.role_guest,
};

/** What somebody is here, and of which unit; a room's name mostly says its unit already. */
export const aboutPerson = ({ name, roles, unitName }: Participant): string =>
	[...roles.map((role) => roleTexts[role]()), folded(name).includes(folded(unitName)) ? '' : unitName]
		.filter((word) => word !== '')
		.join(' · ');

/** Participants as a search looks at them: made once for a plan, not once for an event. */
export type Searchable = readonly { readonly participant: Participant; readonly text: string }[];

export const searchable = (plan: Plan | null): Searchable =>
	(plan?.participants ?? []).map((participant) => ({
		participant,
		text: folded(`${participant.name} ${participant.unitName}`),
	}));

/** Whom the search finds, who is there first. The list that comes out as it was is the former one: no row of it is looked at. */
export function listing(): (
	everybody: Searchable,
	present: ReadonlySet<string>,
	wanted: string,
) => readonly Participant[] {
	const same = steady<readonly Participant[]>();
	return (everybody, present, wanted) => {
		const text = folded(wanted);
		const found = everybody.filter((each) => each.text.includes(text)).map(({ participant }) => participant);
		return same([...found.filter(({ id }) => present.has(id)), ...found.filter(({ id }) => !present.has(id))]);
	};
}
