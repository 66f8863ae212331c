import { formatDay, fromDayAndTime } from '#lib/i18n/dates.ts';
import { m } from '#lib/paraglide/messages.js';
import type { AgendaItem } from '#meeting/plan.ts';
import type { PaperDetails } from '#db/documents/edit-document.ts';
import { accessName, labelName } from './access-name.ts';
import type { Dossier, DossierPaper } from './dossier.ts';
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
	return changedTexts(fields, begun, saved);
}

const changedTexts = <Of>(
	fields: readonly (readonly [name: string, textOf: (of: Of) => string])[],
	begun: Of,
	saved: Of,
): string[] =>
	fields
		.filter(([, textOf]) => textOf(begun) !== textOf(saved))
		.map(([field, textOf]) => m.dossier_changed_taken({ field, value: textOf(saved) || m.dossier_changed_empty() }));

/** The same of a paper's details. */
export function changedDetailsTexts(
	begun: PaperDetails,
	saved: PaperDetails,
	{ agenda }: Pick<Dossier, 'agenda'>,
): string[] {
	const item = ({ itemId }: PaperDetails) => agenda.find(({ id }) => id === itemId)?.title ?? m.papers_general();
	const fields = [
		[m.paper_title(), ({ title }: PaperDetails) => title],
		[m.paper_number(), ({ number }: PaperDetails) => number],
		[m.paper_issued_on(), ({ issuedOn }: PaperDetails) => issuedOn && formatDay(fromDayAndTime(issuedOn, '00:00'))],
		[m.paper_issuer(), ({ issuer }: PaperDetails) => issuer],
		[m.paper_item(), item],
		[m.paper_position(), ({ position }: PaperDetails) => String(position)],
		[m.paper_label(), ({ label }: PaperDetails) => labelName[label]()],
	] as const;
	return changedTexts(fields, begun, saved);
}

/** The same of a paper that has another version than before. */
export const changedPaperText = ({ title, current: { number, fileName } }: DossierPaper): string =>
	m.dossier_changed_paper({ title, number, file: fileName });
