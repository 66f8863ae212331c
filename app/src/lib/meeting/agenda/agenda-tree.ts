import type { AgendaState } from '#meeting/agenda.ts';
import type { AgendaItem } from '#meeting/plan.ts';

export interface AgendaRow {
	readonly item: AgendaItem;
	/** 0: at the top */
	readonly depth: number;
	readonly outcome: 'waiting' | 'running' | 'done' | 'skipped';
}

/** The agenda as rows: each item followed by those below it, in the plan's order. The same for as long as nothing is begun. */
export function agendaRows(agenda: readonly AgendaItem[], { items }: AgendaState): AgendaRow[] {
	const known = new Set(agenda.map((item) => item.id));
	// An item whose parent is gone stands at the top rather than nowhere.
	const parentOf = (item: AgendaItem) => (item.parentId !== null && known.has(item.parentId) ? item.parentId : null);
	const below = (parentId: string | null, depth: number): AgendaRow[] =>
		agenda
			.filter((item) => parentOf(item) === parentId)
			.flatMap((item) => {
				const outcome = items[item.id]?.outcome ?? 'waiting';
				return [{ item, depth, outcome }, ...below(item.id, depth + 1)];
			});
	return below(null, 0);
}

/** ms spent on an item until `now`, all its runs together */
export const spentOn = ({ items }: AgendaState, itemId: string, now: number): number =>
	(items[itemId]?.runs ?? []).reduce((sum, run) => sum + Math.max(0, (run.to ?? now) - run.from), 0);
