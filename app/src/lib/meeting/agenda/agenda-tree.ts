import type { AgendaState } from '#meeting/agenda.ts';
import type { AgendaItem } from '#meeting/plan.ts';

export interface AgendaRow {
	readonly item: AgendaItem;
	/** 0: at the top */
	readonly depth: number;
	readonly outcome: 'waiting' | 'running' | 'done' | 'skipped';
	/** ms spent on it so far, all its runs together */
	readonly spent: number;
}

/** The agenda as rows: each item followed by those below it, in the plan's order. */
export function agendaRows(agenda: readonly AgendaItem[], state: AgendaState, now: number): AgendaRow[] {
	const known = new Set(agenda.map((item) => item.id));
	// An item whose parent is gone stands at the top rather than nowhere.
	const parentOf = (item: AgendaItem) => (item.parentId !== null && known.has(item.parentId) ? item.parentId : null);
	const below = (parentId: string | null, depth: number): AgendaRow[] =>
		agenda
			.filter((item) => parentOf(item) === parentId)
			.flatMap((item) => [toRow(item, depth, state, now), ...below(item.id, depth + 1)]);
	return below(null, 0);
}

function toRow(item: AgendaItem, depth: number, state: AgendaState, now: number): AgendaRow {
	const progress = state.items[item.id];
	const spent = (progress?.runs ?? []).reduce((sum, run) => sum + Math.max(0, (run.to ?? now) - run.from), 0);
	return { item, depth, outcome: progress?.outcome ?? 'waiting', spent };
}
