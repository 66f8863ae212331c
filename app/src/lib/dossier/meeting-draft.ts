import type { FoundPerson } from '#lib/org/found-person.ts';
import type { Role } from '#meeting/plan.ts';

/** What the form of a meeting holds. */
export interface MeetingDraft {
	readonly title: string;
	/** `YYYY-MM-DD` */
	readonly day: string;
	/** `HH:MM`, in Vietnam */
	readonly time: string;
	readonly plannedMinutes: number;
	readonly bodyId: string | null;
	readonly chair: FoundPerson | null;
	readonly secretary: FoundPerson | null;
	readonly invited: readonly { readonly person: FoundPerson; readonly role: 'delegate' | 'guest' | 'operator' }[];
	readonly unitIds: readonly string[];
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
