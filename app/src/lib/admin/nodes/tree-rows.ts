import type { ShownNode } from './shown-node.ts';

/** The control process's own node (sfu/link/local-node.ts), whose row stands first by itself. */
export const localId = 'local';

export interface TreeRow {
	readonly node: ShownNode;
	/** 0: at the top, or not there */
	readonly depth: number;
}

/** As they hang at this moment, each below whom it hangs on; then those that are not there, as they come. */
export function treeRows(nodes: readonly ShownNode[], local: ShownNode['state']): TreeRow[] {
	const there = nodes.filter(({ state }) => state?.isConnected);
	const below = (parentId: string | null, depth: number): TreeRow[] =>
		there
			.filter(({ state }) => state?.parentId === parentId)
			.flatMap((node) => [{ node, depth }, ...below(node.id, depth + 1)]);
	const hanging = [...below(null, 0), ...(local?.isConnected ? below(localId, 1) : [])];
	return [...hanging, ...nodes.filter((node) => !there.includes(node)).map((node) => ({ node, depth: 0 }))];
}
