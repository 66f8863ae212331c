import { itemTitle } from '#lib/i18n/item-title.ts';
import { m } from '#lib/paraglide/messages.js';
import type { AgendaItem } from '#meeting/plan.ts';
import type { Dossier, DossierPaper } from './dossier.ts';
import { draftOf } from './meeting-draft.ts';
import { mergeDrafts } from './merge-drafts.ts';
import { changedItemTexts, changedMeetingTexts, changedPaperText } from './part-changes.ts';

/** What a page shows of a dossier. */
export interface Shown {
	readonly dossier: Dossier;
	readonly papers: readonly DossierPaper[];
}

/** What others have changed of a dossier in which nothing is being entered, a sentence each; never none. */
export function changedDossierTexts(begun: Shown, saved: Shown): string[] {
	const texts = [
		...meetingTexts(begun.dossier, saved.dossier),
		...agendaTexts(begun.dossier.agenda, saved.dossier),
		...paperTexts(begun.papers, saved.papers),
	];
	return texts.length > 0 ? texts : [m.dossier_changed_rest()];
}

function meetingTexts(begun: Dossier, saved: Dossier): string[] {
	const [before, after] = [draftOf(begun), draftOf(saved)];
	const { changed } = mergeDrafts(before, before, after);
	const bodies = saved.body ? [saved.body] : [];
	return changedMeetingTexts(changed, before, after, { bodies, merged: false });
}

function agendaTexts(begun: readonly AgendaItem[], { agenda, participants }: Dossier): string[] {
	const [before, after] = [begun, agenda].map((items) => new Map(items.map((item) => [item.id, item])));
	const removed = begun.filter(({ id }) => !after?.has(id));
	const texts = agenda.flatMap((item) => {
		const was = before?.get(item.id);
		if (!was) return [m.dossier_changed_item_added({ title: itemTitle(item) })];
		return changedItemTexts(was, item, participants).map((change) =>
			m.dossier_changed_item({ title: itemTitle(was), change }),
		);
	});
	texts.push(...removed.map((item) => m.dossier_changed_item_removed({ title: itemTitle(item) })));
	const order = (items: readonly AgendaItem[], others: typeof before) =>
		items.filter(({ id }) => others?.has(id)).map(({ id, parentId }) => `${parentId ?? ''}/${id}`);
	if (order(begun, after).join() !== order(agenda, before).join()) texts.push(m.dossier_changed_order());
	return texts;
}

function paperTexts(begun: readonly DossierPaper[], saved: readonly DossierPaper[]): string[] {
	const before = new Map(begun.map((paper) => [paper.id, paper]));
	return saved.flatMap((paper) => {
		const was = before.get(paper.id);
		if (!was) return [m.dossier_changed_paper_added({ title: paper.title })];
		return was.current.id === paper.current.id ? [] : [changedPaperText(paper)];
	});
}
