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
