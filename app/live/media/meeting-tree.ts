import type { Neighbour } from '#sfu/link/contract-line.ts';
import type { KnownNode } from './known-nodes.ts';
import { nextHop, treeBetween, treeOf, type Above, type Tree } from './tree-of.ts';

/** Somebody who comes back at once finds the lines as they were: so long a node without any device keeps them. ms */
const holdsFor = 30_000;

interface MeetingTreePort {
	readonly nodes: () => readonly KnownNode[];
	readonly above: Above;
	/** The meeting may go over the node. */
	readonly isUsable: (known: KnownNode) => boolean;
	/** A node is not kept any longer for who may come back to it. */
	readonly onLetGo: () => void;
}

/** How the nodes of one meeting hang together: those that devices are with, and those on the way between them. */
export class MeetingTree {
	readonly #port: MeetingTreePort;
	/** nodes that devices were with a moment ago */
	readonly #held = new Map<string, NodeJS.Timeout>();
	#whole: Tree | undefined;
	#own: Tree = new Map();
	/** from each node to each other one: asked for at every switch, for every node */
	readonly #hops = new Map<string, Map<string, string | null>>();

	constructor(port: MeetingTreePort) {
		this.#port = port;
	}

	/** Of all nodes that it may go over, whether or not it does. */
	get whole(): Tree {
		return (this.#whole ??= this.#grow());
	}

	/** Of those that the meeting needs. */
	get own(): Tree {
		return this.#own;
	}

	/** Nodes have come or gone, or devices are with others. `holds`: with those beside them that are held. @param nodeIds with whom devices are */
	follow(nodeIds: readonly string[], holds: boolean): void {
		this.#whole = undefined;
		this.#hops.clear();
		this.#own = treeBetween(this.whole, new Set([...nodeIds, ...(holds ? this.#held.keys() : [])]));
	}

	/** The last device has left the node, or it carries the meeting for others: it is kept for a while. */
	hold(nodeId: string): void {
		this.letGo(nodeId);
		const letGo = () => {
			this.#held.delete(nodeId);
			this.#port.onLetGo();
		};
		this.#held.set(nodeId, setTimeout(letGo, holdsFor).unref());
	}

	/** It is not kept for its own sake: devices are with it, or it is gone. */
	letGo(nodeId: string): void {
		clearTimeout(this.#held.get(nodeId));
		this.#held.delete(nodeId);
	}

	/** The nodes beside one of the meeting's. @param homes endpoints that others want, by the node that they are with */
	neighboursOf(nodeId: string, homes: ReadonlyMap<string, readonly string[]>): Neighbour[] {
		const hops = [...homes].filter(([home]) => home !== nodeId && this.#own.has(home));
		const through = Map.groupBy(hops, ([home]) => this.#hop(nodeId, home));
		return [...this.#own].flatMap(([id, parentId]): Neighbour[] => {
			const is = id === this.#own.get(nodeId) ? 'parent' : parentId === nodeId ? 'child' : undefined;
			if (!is) return [];
			const beyond = (through.get(id) ?? []).flatMap(([, endpointIds]) => endpointIds);
			return [{ nodeId: id, is, beyond, kbps: this.#lineOf(is === 'parent' ? nodeId : id, is) }];
		});
	}

	/** Where a node stands; none: in the middle. */
	unitOf(nodeId: string): string | undefined {
		return this.#port.nodes().find(({ node }) => node.id === nodeId)?.node.unitId ?? undefined;
	}

	/** Whether two nodes have a line between them in this meeting. */
	areNeighbours(a: string, b: string): boolean {
		return this.#own.get(a) === b || this.#own.get(b) === a;
	}

	/** Idempotent. */
	close(): void {
		for (const nodeId of [...this.#held.keys()]) this.letGo(nodeId);
	}

	#hop(from: string, to: string): string | null {
		const hops = this.#hops.get(from) ?? new Map<string, string | null>();
		this.#hops.set(from, hops);
		const hop = hops.get(to) ?? nextHop(this.#own, from, to);
		hops.set(to, hop);
		return hop;
	}

	/** A child's line, towards its parent or from it. */
	#lineOf(childId: string, towards: Neighbour['is']): number | null {
		const line = this.#port.nodes().find(({ node }) => node.id === childId)?.node.line;
		return (towards === 'parent' ? line?.up : line?.down) ?? null;
	}

	#grow(): Tree {
		const usable = this.#port.nodes().filter(this.#port.isUsable);
		return treeOf(
			usable.map(({ node }) => node),
			this.#port.above,
		);
	}
}
