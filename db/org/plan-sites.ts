import { newOrgId } from './new-org-id.ts';
import type { SiteRow } from './check-rows.ts';
import type { Before } from './read-before.ts';
import type { Change, SiteState } from './timeline.ts';

/** What the rows, which are without fault, change. A code that is known, or was last, is the same site. */
export function planSites(
	rows: readonly SiteRow[],
	before: Before<SiteState>,
	{ complete, unitIds }: { complete: boolean; unitIds: ReadonlyMap<string, string> },
): Change<SiteState>[] {
	const changes: Change<SiteState>[] = [];
	const kept = new Set<string>();
	for (const { cells } of rows) {
		const { code, name } = cells;
		const after = { code, name, unitId: unitIds.get(cells.unit_code) ?? '' };
		const known = before.inForce.get(code);
		const id = (known ?? before.ended.get(code))?.id;
		if (known) kept.add(known.id);
		if (known && known.state.name === name && known.state.unitId === after.unitId) continue;
		changes.push({ id: id ?? newOrgId(), before: known?.state ?? null, after, isNew: id === undefined });
	}
	if (complete)
		for (const { id, state } of before.inForce.values())
			if (!kept.has(id)) changes.push({ id, before: state, after: null, isNew: false });
	return changes;
}
