import { toDayAndTime } from '#lib/i18n/dates.ts';
import type { Role } from '#meeting/plan.ts';
import type { Dossier } from './dossier.ts';
import type { MeetingDraft } from './meeting-draft.ts';

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
			const role = (['operator', 'delegate', 'guest'] as const).find((each) => person.roles.includes(each));
			return role ? [{ person, role }] : [];
		}),
		unitIds: dossier.units.map((unit) => unit.id),
	};
}
