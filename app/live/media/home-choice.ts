import { homeAt, homeOf, ownNodes, type Home, type NodeCrowd, type Seeker } from './home-of.ts';
import type { Homes } from './homes.ts';
import type { KnownNode } from './known-nodes.ts';
import type { Tree } from './tree-of.ts';

export interface HomeChoicePort {
	/** Nodes that are ready or expected back. */
	readonly nodes: () => readonly KnownNode[];
	/** Those, and all that might come. */
	readonly placed: () => readonly KnownNode[];
	/** It may come in a moment, and devices be with it. */
	readonly isAwaited: (nodeId: string) => boolean;
	/** How many devices of all meetings are with a node. */
	readonly crowdOf: (nodeId: string) => number;
	/** The units where a device is, nearest first. */
	readonly unitsOf: (deviceId: string) => readonly string[];
	/** The node that an operator chose for a device; undefined: none did. */
	readonly chosenFor: (deviceId: string) => string | undefined;
}

/** Which node is to be a device's, and why it is the one that it is with. */
export class HomeChoice {
	readonly #port: HomeChoicePort;
	readonly #homes: Homes;
	readonly #tree: () => Tree;

	constructor(port: HomeChoicePort, homes: Homes, tree: () => Tree) {
		this.#port = port;
		this.#homes = homes;
		this.#tree = tree;
	}

	/** For who comes, or is to find another place; undefined: there is none. */
	for(deviceId: string): string | undefined {
		const known = this.#port.nodes();
		// Mostly there is one node: nobody's unit matters then.
		const seeker = known.length > 1 ? this.#seeker(deviceId) : { units: [], chosen: undefined };
		return homeOf(seeker, known.map(this.#crowd), this.#tree())?.nodeId;
	}

	/** By device, of those that are with a node. */
	all(): Map<string, Home> {
		const crowds = this.#port.placed().map(this.#crowd);
		return new Map(this.#homes.deviceIds.map((deviceId) => [deviceId, this.#at(deviceId, crowds)]));
	}

	/** The node whose device it is, while it is with another one; null: it is with its own, or with none. */
	ownOf(deviceId: string): string | null {
		if (this.#homes.nodeOf(deviceId) === undefined) return null;
		return this.#at(deviceId, this.#port.placed().map(this.#crowd)).ownId;
	}

	/** A node whose device it may be, with media that stand, is not back yet after a restart of ours. */
	isAwaited(deviceId: string): boolean {
		const { placed, isAwaited } = this.#port;
		if (!placed().some(({ node }) => isAwaited(node.id))) return false;
		const own = ownNodes(this.#seeker(deviceId), placed().map(this.#crowd), this.#tree());
		return own.some(({ node }) => isAwaited(node.id));
	}

	#at(deviceId: string, crowds: readonly NodeCrowd[]): Home {
		return homeAt(this.#homes.nodeOf(deviceId) ?? '', this.#seeker(deviceId), crowds, this.#tree());
	}

	#seeker(deviceId: string): Seeker {
		return { units: this.#port.unitsOf(deviceId), chosen: this.#port.chosenFor(deviceId) };
	}

	readonly #crowd = ({ node, ready }: KnownNode): NodeCrowd => {
		return { node, ready, ofMeeting: this.#homes.countWith(node.id), all: this.#port.crowdOf(node.id) };
	};
}
