import type { PlacedNode } from './placed-node.ts';
import { byId, pathUp, serves, type Tree } from './tree-of.ts';

/** A node as somebody sees it who looks for a place on it. */
export interface NodeCrowd {
	readonly node: PlacedNode;
	/** it is there; false: it is expected back */
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
	/** the node that the device is with; undefined: none yet */
	readonly now: string | undefined;
}

/**
 * The node for a device: where it is, unless that one is to be emptied; else the one that serves the nearest of its units;
 * without any room there the next one up the tree that has room, else any that has. Who is of no unit goes where most of
 * the meeting is. Undefined: there is none.
 */
export function homeOf({ units, now }: Seeker, nodes: readonly NodeCrowd[], tree: Tree): string | undefined {
	const current = nodes.find(({ node }) => node.id === now);
	if (current && !current.node.draining) return now;
	const open = nodes.filter(({ ready, node }) => ready && !node.draining).toSorted(byCrowd);
	const fitting = placesFor(units, open, tree);
	const [own] = fitting;
	// Who is with a node that is to be emptied stays where nobody else would take them.
	if (!own) return current && now;
	const up = pathUp(tree, own.node.id).flatMap((id) => open.filter(({ node }) => node.id === id));
	return [...fitting, ...up, ...open].find(hasRoom)?.node.id ?? own.node.id;
}

/** Of those at one place the one that most of the meeting is with: of a meeting on one node nothing crosses a line. */
const byCrowd = (a: NodeCrowd, b: NodeCrowd) => b.ofMeeting - a.ofMeeting || a.all - b.all || byId(a.node, b.node);

const hasRoom = ({ node, all }: NodeCrowd) => node.capacity === null || all < node.capacity;

function placesFor(units: readonly string[], open: readonly NodeCrowd[], tree: Tree): readonly NodeCrowd[] {
	for (const unit of units) {
		const serving = open.filter(({ node }) => serves(node, unit));
		if (serving.length > 0) return serving;
	}
	if (units.length === 0 && open.some(({ ofMeeting }) => ofMeeting > 0)) return open;
	const central = open.filter(({ node }) => node.unitId === null);
	const depth = ({ node }: NodeCrowd) => pathUp(tree, node.id).length;
	return central.length > 0 ? central : open.toSorted((a, b) => depth(a) - depth(b)).slice(0, 1);
}
