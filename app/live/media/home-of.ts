import type { PlacedNode } from './placed-node.ts';
import { byId, pathUp, serves, type Tree } from './tree-of.ts';

/** A node as somebody sees it who looks for a place on it. */
export interface NodeCrowd {
	readonly node: PlacedNode;
	/** it is there; false: it is expected back, or is not known to come */
	readonly ready: boolean;
	/** devices of the meeting that are with it */
	readonly ofMeeting: number;
	/** devices of all meetings that are with it */
	readonly all: number;
}

/** Who looks for a place. */
export interface Seeker {
	/** the unit where the device is, then those above it, nearest first; none: of no unit */
	readonly units: readonly string[];
	/** the node that an operator chose for it; undefined: none did */
	readonly chosen: string | undefined;
}

/**
 * Why a device is with its node. It is its own: `chosen` by an operator; `unit`: serves its unit; `above`: serves a unit
 * above that, or stands in the middle; `crowd`: most of the meeting is there, and the device is of no unit. It is another
 * one, since its own is `full`, `draining` or `away`; `stays`: its own would have room by now, and nobody has asked it back.
 */
export type HomeReason = 'chosen' | 'unit' | 'above' | 'crowd' | 'full' | 'draining' | 'away' | 'stays';

export interface Home {
	readonly nodeId: string;
	readonly why: HomeReason;
	/** its own node; null: it is with that */
	readonly ownId: string | null;
	/** its own is the one that an operator chose */
	readonly isChosen: boolean;
}

/**
 * The node for a device that has none, or is to find another: the one that an operator chose, else the one that serves
 * the nearest of its units; without any room there the next one up the tree that has room, else any that has. Who is of no
 * unit goes where most of the meeting is. Undefined: there is none.
 */
export function homeOf(seeker: Seeker, nodes: readonly NodeCrowd[], tree: Tree): Home | undefined {
	const open = nodes.filter(isOpen).toSorted(byCrowd);
	const fitting = placesFor(seeker.units, open, tree);
	const [own] = fitting;
	if (!own) return undefined;
	const up = pathUp(tree, own.node.id).flatMap((id) => open.filter(({ node }) => node.id === id));
	const { node } = [...chosenOf(seeker, open), ...fitting, ...up, ...open].find(hasRoom) ?? own;
	return homeAt(node.id, seeker, nodes, tree);
}

/** Why a device is with a node, whatever brought it there. @param nodes with those that are not there */
export function homeAt(nodeId: string, seeker: Seeker, nodes: readonly NodeCrowd[], tree: Tree): Home {
	const { units } = seeker;
	const own = ownNodes(seeker, nodes, tree);
	const its = own.find(({ node }) => node.id === nodeId)?.node;
	const [unit] = units;
	const whyIts = unit === undefined ? 'crowd' : its && serves(its, unit) ? 'unit' : 'above';
	const isChosen = chosenOf(seeker, nodes).length > 0;
	if (its) return { nodeId, why: isChosen ? 'chosen' : whyIts, ownId: null, isChosen };
	const free = own.find((each) => isOpen(each) && hasRoom(each));
	const better = free ?? own[0];
	if (!better) return { nodeId, why: whyIts, ownId: null, isChosen };
	const lacks = better.node.draining ? 'draining' : better.ready ? 'full' : 'away';
	return { nodeId, why: free ? 'stays' : lacks, ownId: better.node.id, isChosen };
}

/** Any of them would be who seeks' own. @param nodes with those that are not there */
export function ownNodes(seeker: Seeker, nodes: readonly NodeCrowd[], tree: Tree): readonly NodeCrowd[] {
	const chosen = chosenOf(seeker, nodes);
	return chosen.length > 0 ? chosen : placesFor(seeker.units, nodes, tree);
}

const isOpen = ({ ready, node }: NodeCrowd) => ready && !node.draining;

const chosenOf = ({ chosen }: Seeker, nodes: readonly NodeCrowd[]) => nodes.filter(({ node }) => node.id === chosen);

/** Of those at one place the one that most of the meeting is with: of a meeting on one node nothing crosses a line. */
const byCrowd = (a: NodeCrowd, b: NodeCrowd) => b.ofMeeting - a.ofMeeting || a.all - b.all || byId(a.node, b.node);

const hasRoom = ({ node, all }: NodeCrowd) => node.capacity === null || all < node.capacity;

function placesFor(units: readonly string[], nodes: readonly NodeCrowd[], tree: Tree): readonly NodeCrowd[] {
	for (const unit of units) {
		const serving = nodes.filter(({ node }) => serves(node, unit));
		if (serving.length > 0) return serving;
	}
	if (units.length === 0 && nodes.some(({ ofMeeting }) => ofMeeting > 0)) return nodes;
	const central = nodes.filter(({ node }) => node.unitId === null);
	const depth = ({ node }: NodeCrowd) => (tree.has(node.id) ? pathUp(tree, node.id).length : Infinity);
	return central.length > 0 ? central : nodes.toSorted((a, b) => depth(a) - depth(b)).slice(0, 1);
}
