import { formatDay, fromDayAndTime } from '#lib/i18n/dates.ts';
import { m } from '#lib/paraglide/messages.js';
import type { AgendaItem } from '#meeting/plan.ts';
import { accessName } from './access-name.ts';
import type { DossierPaper } from './dossier.ts';
import type { MeetingDraft } from './meeting-draft.ts';
import type { ChangedField } from './merge-drafts.ts';

interface Named {
	readonly id: string;
	readonly name: string;
}

const fieldName: Readonly<Record<keyof MeetingDraft, () => string>> = {
	title: m.form_title,
	day: m.form_day,
	time: m.form_time,
	plannedMinutes: m.form_minutes,
	bodyId: m.form_body,
	chair: m.role_chair,
	secretary: m.role_secretary,
	invited: m.form_invited,
	unitIds: m.units_label,
};

/**
 * What somebody else has changed of the meeting itself, a sentence each. `merged`: what is entered here was brought together
 * with it (see mergeDrafts), and the lists say so; without it nothing was being entered.
 */
export function changedMeetingTexts(
	changed: readonly ChangedField[],
	begun: MeetingDraft,
	saved: MeetingDraft,
	{ bodies, merged }: { readonly bodies: readonly Named[]; readonly merged: boolean },
): string[] {
	return changed.map(({ field, how }) => {
		const name = fieldName[field]();
		if (field === 'invited' || field === 'unitIds') {
			const [before, after] = [begun, saved].map((draft) => new Set(idsOf(draft, field)));
			const added = [...(after ?? [])].filter((id) => !before?.has(id)).length;
			const removed = [...(before ?? [])].filter((id) => !after?.has(id)).length;
			// Who is invited as before, and as something else.
			if (added + removed === 0) return m.dossier_changed_parts({ field: name });
			const tell = merged ? m.dossier_changed_list : m.dossier_changed_number;
			return tell({ field: name, added, removed });
		}
		const value = textOf(saved, field, bodies) || m.dossier_changed_empty();
		return how === 'kept'
			? m.dossier_changed_kept({ field: name, value })
			: m.dossier_changed_taken({ field: name, value });
	});
}

const idsOf = (draft: MeetingDraft, field: 'invited' | 'unitIds') =>
	field === 'unitIds' ? draft.unitIds : draft.invited.map(({ person }) => person.id);

function textOf(
	draft: MeetingDraft,
	field: Exclude<keyof MeetingDraft, 'invited' | 'unitIds'>,
	bodies: readonly Named[],
) {
	switch (field) {
		case 'day':
			return formatDay(fromDayAndTime(draft.day, '00:00'));
		case 'bodyId':
			return bodies.find(({ id }) => id === draft.bodyId)?.name ?? m.form_no_body();
		case 'chair':
		case 'secretary':
			return draft[field]?.name ?? '';
		default:
			return String(draft[field] ?? '');
	}
}

/** The same of one agenda item. */
export function changedItemTexts(begun: AgendaItem, saved: AgendaItem, people: readonly Named[]): string[] {
	const presenter = ({ presenterId }: AgendaItem) =>
		people.find(({ id }) => id === presenterId)?.name ?? m.agenda_no_presenter();
	const fields = [
		[m.agenda_item_title(), (item: AgendaItem) => item.title],
		[m.agenda_presenter(), presenter],
		[m.agenda_minutes(), (item: AgendaItem) => String(item.plannedMinutes ?? '')],
		[m.agenda_access(), (item: AgendaItem) => accessName[item.access]()],
	] as const;
	return fields
		.filter(([, textOfItem]) => textOfItem(begun) !== textOfItem(saved))
		.map(([field, textOfItem]) =>
			m.dossier_changed_taken({ field, value: textOfItem(saved) || m.dossier_changed_empty() }),
		);
}

/** The same of a paper that has another version than before. */
export const changedPaperText = ({ title, current: { number, fileName } }: DossierPaper): string =>
	m.dossier_changed_paper({ title, number, file: fileName });
