import { toDayAndTime } from '#lib/i18n/dates.ts';
import { personSchema, type FoundPerson } from '#lib/org/found-person.ts';
import type { Role } from '#meeting/plan.ts';
import * as v from 'valibot';
import type { Dossier } from './dossier.ts';

/** The parts of those who neither chair nor keep the minutes; the form shows the first that somebody has. */
export const partRoles = ['operator', 'delegate', 'guest'] as const satisfies readonly Role[];

/** What the form of a meeting holds. */
export const meetingDraftSchema = v.object({
	title: v.string(),
	/** `YYYY-MM-DD` */
	day: v.string(),
	/** `HH:MM`, in Vietnam */
	time: v.string(),
	plannedMinutes: v.nullable(v.number()),
	bodyId: v.nullable(v.string()),
	chair: v.nullable(personSchema),
	secretary: v.nullable(personSchema),
	invited: v.pipe(v.array(v.object({ person: personSchema, role: v.picklist(partRoles) })), v.readonly()),
	unitIds: v.pipe(v.array(v.string()), v.readonly()),
});
export type MeetingDraft = v.InferOutput<typeof meetingDraftSchema>;

/** What the form of a meeting begins with, for one that there is. */
export function draftOf(dossier: Dossier): MeetingDraft {
	const people = dossier.participants.filter((each) => each.kind === 'person');
	const withRole = (role: Role) => people.find((person) => person.roles.includes(role)) ?? null;
	return {
		title: dossier.title,
		...toDayAndTime(dossier.startsAt),
		plannedMinutes: dossier.plannedMinutes,
		bodyId: dossier.body?.id ?? null,
		chair: withRole('chair'),
		secretary: withRole('secretary'),
		invited: people.flatMap((person) => {
			const role = partRoles.find((each) => person.roles.includes(each));
			return role ? [{ person, role }] : [];
		}),
		unitIds: dossier.unitIds,
	};
}

/** What it sends, as JSON. */
export interface SentMeeting {
	readonly title: string;
	/** ms since the epoch */
	readonly startsAt: number;
	readonly plannedMinutes: number;
	readonly bodyId: string | null;
	readonly people: readonly { readonly id: string; readonly roles: readonly Role[] }[];
	readonly unitIds: readonly string[];
	/** it touches state secrets, which have no place on a machine with a network */
	readonly secret?: boolean;
	/** of the dossier that the form began with; null: there is none yet */
	readonly version: number | null;
}

/** One person may have several parts: a chair who also keeps the minutes has both roles. */
export function rolesOfPeople({ chair, secretary, invited }: MeetingDraft): SentMeeting['people'] {
	const roles = new Map<string, Role[]>();
	const add = (person: FoundPerson | null, role: Role) => {
		if (person) roles.set(person.id, [...new Set([...(roles.get(person.id) ?? []), role])]);
	};
	add(chair, 'chair');
	add(secretary, 'secretary');
	for (const { person, role } of invited) add(person, role);
	return [...roles].map(([id, all]) => ({ id, roles: all }));
}
