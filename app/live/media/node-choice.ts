/** A node as somebody sees it who looks for a place on it. */
export interface NodeCrowd {
	readonly id: string;
	/** devices of the meeting that are with it */
	readonly ofMeeting: number;
	/** devices of all meetings that are with it */
	readonly all: number;
}

/**
 * The node for a device that comes into a meeting: where most of the meeting is, since nobody sees who is on another
 * node; a meeting that is nowhere yet goes to the node with the fewest devices. Undefined where there is none.
 */
export function chooseNode(nodes: readonly NodeCrowd[]): string | undefined {
	return nodes.toSorted((a, b) => b.ofMeeting - a.ofMeeting || a.all - b.all || compare(a.id, b.id))[0]?.id;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
