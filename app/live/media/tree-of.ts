import { localNodeId } from '#sfu/link/local-node.ts';
import type { PlacedNode } from './placed-node.ts';

/** The units above one on the day of a meeting: what it hangs on first, then what that hangs on. */
export type Above = (unitId: string) => readonly string[];

/** Each node's parent; null: the root, of which there is one. */
export type Tree = ReadonlyMap<string, string | null>;

/**
 * How the nodes that are there hang together. A node hangs on the one that serves the unit where it stands, else on the
 * one that serves the nearest unit above that; of several that stand there, the first by id is the others' parent. What an
 * administrator chose counts before that, unless the other is not there or it would go round in a circle. The root is
 * the control process's own node, else one in the middle, else one as high up as any.
 */
export function treeOf(nodes: readonly PlacedNode[], above: Above): Tree {
	const all = nodes.toSorted(byId);
	const root = rootOf(all, above);
	if (!root) return new Map();
	const parents = new Map<string, string | null>([[root.id, null]]);
	const mayHang = (id: string, parentId: string) => !pathUp(parents, parentId).includes(id);
	const ids = new Set(all.map(({ id }) => id));
	for (const { id, parentId } of all)
		if (parentId !== null && ids.has(parentId) && !parents.has(id) && mayHang(id, parentId)) parents.set(id, parentId);
	for (const node of all)
		if (!parents.has(node.id))
			parents.set(node.id, parentsOf(node, all, above).find((each) => mayHang(node.id, each)) ?? root.id);
	return parents;
}

/** Whether a node serves a unit itself, besides what is below it. */
export const serves = (node: PlacedNode, unitId: string): boolean =>
	node.unitId === unitId || node.serves.includes(unitId);

/** The part of a tree that these nodes of it need to reach one another: with those between them. */
export function treeBetween(tree: Tree, nodeIds: Iterable<string>): Tree {
	const paths = [...nodeIds].filter((id) => tree.has(id)).map((id) => pathUp(tree, id));
	// The lowest that all hang under.
	const top = paths[0]?.find((id) => paths.every((path) => path.includes(id)));
	if (top === undefined) return new Map();
	const within = new Set(paths.flatMap((path) => path.slice(0, path.indexOf(top) + 1)));
	return new Map([...within].map((id) => [id, id === top ? null : (tree.get(id) ?? null)]));
}

/** Of two nodes of a tree, the neighbour of one that leads to the other. */
export function nextHop(tree: Tree, from: string, to: string): string | null {
	const path = pathUp(tree, to);
	const below = path.indexOf(from) - 1;
	return path[below] ?? tree.get(from) ?? null;
}

/** A node, what it hangs on, and so on to the root. */
export function pathUp(tree: Tree, nodeId: string): string[] {
	const path = [];
	for (let at: string | null | undefined = nodeId; typeof at === 'string'; at = tree.get(at)) path.push(at);
	return path;
}

export const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
	a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

function rootOf(all: readonly PlacedNode[], above: Above): PlacedNode | undefined {
	const depth = ({ id, unitId }: PlacedNode) => {
		if (unitId !== null) return above(unitId).length;
		return id === localNodeId ? -2 : -1;
	};
	return all.toSorted((a, b) => depth(a) - depth(b))[0];
}

/** On whom a node may hang after its place, the best first. */
function parentsOf({ id, unitId }: PlacedNode, all: readonly PlacedNode[], above: Above): string[] {
	if (unitId === null) return [];
	const others = all.filter((each) => each.id !== id);
	const beside = others.filter((each) => (each.unitId === unitId ? each.id < id : serves(each, unitId)));
	const higher = above(unitId).flatMap((unit) =>
		standingFirst(
			others.filter((each) => serves(each, unit)),
			unit,
		),
	);
	return [...standingFirst(beside, unitId), ...higher].map((each) => each.id);
}

const standingFirst = (nodes: readonly PlacedNode[], unitId: string) =>
	nodes.toSorted((a, b) => Number(b.unitId === unitId) - Number(a.unitId === unitId));
