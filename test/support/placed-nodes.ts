import type { PlacedNode } from '#live/media/placed-node.ts';

/** Two districts of a province, a commune in each. */
const parents = new Map([
	['district', 'province'],
	['other-district', 'province'],
	['commune', 'district'],
	['other-commune', 'other-district'],
]);

/** What is above a unit of that province, nearest first. */
export function above(unitId: string): readonly string[] {
	const parent = parents.get(unitId);
	return parent === undefined ? [] : [parent, ...above(parent)];
}

/** A node with whatever is not said about it as it is by itself. */
export function placed(id: string, facts: Partial<PlacedNode> = {}): PlacedNode {
	const line = { up: null, down: null };
	return { id, unitId: null, serves: [], parentId: null, capacity: null, draining: false, line, ...facts };
}
