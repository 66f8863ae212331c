import type { ShownNode } from './shown-node.ts';

/** The control process's own node (sfu/link/local-node.ts), which nobody registered. */
export const localId = 'local';

/** A node and what hangs on it. */
export interface Branch {
	readonly id: string;
	readonly state: ShownNode['state'];
	/** null: the control process's own */
	readonly node: ShownNode | null;
	readonly below: readonly Branch[];
}

/** As they hang at this moment, also over a line that is cut; then those of which that is not known, as they come. */
export function branchesOf(nodes: readonly ShownNode[], local: ShownNode['state']): Branch[] {
	const branch = (node: ShownNode): Branch => ({ id: node.id, state: node.state, node, below: below(node.id) });
	const below = (parentId: string): Branch[] =>
		nodes.filter(({ state }) => state?.parentId === parentId).map((node) => branch(node));
	const own: Branch[] = local?.isConnected ? [{ id: localId, state: local, node: null, below: below(localId) }] : [];
	const shown = new Set([...nodes.map(({ id }) => id), ...own.map(({ id }) => id)]);
	// Of whom it hangs on nothing is shown: it is a root here.
	const roots = nodes.filter(({ state }) => !shown.has(state?.parentId ?? ''));
	const isThere = ({ state }: ShownNode) => Number(state?.isConnected ?? false);
	return [...own, ...roots.toSorted((a, b) => isThere(b) - isThere(a)).map((node) => branch(node))];
}
