import type { AgendaItem } from '#meeting/plan.ts';
import type { MeetingState } from '#meeting/state.ts';
import { agendaRows } from '../agenda/agenda-tree.ts';

/** Between two items: the first one that has not been dealt with. Undefined while one runs, and when none is left. */
export function nextItem({ plan, agenda }: Pick<MeetingState, 'plan' | 'agenda'>): AgendaItem | undefined {
	if (agenda.runningId !== null) return undefined;
	return agendaRows(plan?.agenda ?? [], agenda).find(({ outcome }) => outcome === 'waiting')?.item;
}
