import type { Remark } from '#db/meetings/remarks.ts';
import type { AgendaItem } from '#meeting/plan.ts';

/** What was written on one item. */
export interface GatheredItem {
	/** null: on the meeting as a whole, or on an item that is no more */
	readonly item: AgendaItem | null;
	readonly remarks: readonly Remark[];
}

/** By item, in the agenda's order; what belongs to none first. Items without any are left out. */
export function gatherRemarks(agenda: readonly AgendaItem[], remarks: readonly Remark[]): readonly GatheredItem[] {
	const items = new Map(agenda.map((item) => [item.id, item]));
	const grouped = Map.groupBy(remarks, ({ itemId }) => (itemId === null ? null : (items.get(itemId) ?? null)));
	return [null, ...agenda].flatMap((item) => {
		const some = grouped.get(item);
		return some ? [{ item, remarks: some }] : [];
	});
}
