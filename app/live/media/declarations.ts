import type { Homes } from './homes.ts';
import type { MeetingTree } from './meeting-tree.ts';
import type { Reserve } from '#sfu/link/contract.ts';
import type { Declared } from './node-teller.ts';
import { noReserve, reservesOf, type sitesOf } from './reserve-of.ts';

/** What all nodes are to know of a meeting alike. */
export interface Common extends Omit<Declared, 'neighbours' | 'reserve'> {
	readonly sites: () => ReturnType<typeof sitesOf>;
}

interface DeclarationsPort {
	readonly declare: () => Common;
	/** The units where a device is, nearest first. */
	readonly unitsOf: (deviceId: string) => readonly string[];
	readonly homes: Homes;
	readonly tree: MeetingTree;
}

interface Resolved {
	readonly common: Common;
	/** endpoints of which something is wanted, by the node that they are with */
	readonly wanted: ReadonlyMap<string, readonly string[]>;
	/** by node */
	readonly reserves: ReadonlyMap<string, Reserve>;
}

/** What each node is to know of a meeting. */
export class Declarations {
	readonly #port: DeclarationsPort;
	#resolved: Resolved | undefined;

	constructor(port: DeclarationsPort) {
		this.#port = port;
	}

	/** Runs, in this turn, what asks for several nodes' declarations: what they have alike is made once. */
	atOnce<T>(task: () => T): T {
		this.#resolved = this.#resolve();
		try {
			return task();
		} finally {
			this.#resolved = undefined;
		}
	}

	/** By node, of those that have one. */
	get reserves(): ReadonlyMap<string, Reserve> {
		return (this.#resolved ?? this.#resolve()).reserves;
	}

	/** Of what is of single devices a node is told of those alone that are not with another one. */
	to(nodeId: string): Declared {
		const { homes, tree } = this.#port;
		const { common, wanted, reserves } = this.#resolved ?? this.#resolve();
		const mayBeHere = (deviceId: string) => (homes.nodeOf(deviceId) ?? nodeId) === nodeId;
		return {
			stage: common.stage,
			views: common.views.filter(({ endpointId }) => mayBeHere(endpointId)),
			audience: common.audience?.filter(mayBeHere) ?? null,
			neighbours: tree.neighboursOf(nodeId, wanted),
			reserve: reserves.get(nodeId) ?? noReserve,
		};
	}

	#resolve(): Resolved {
		const { declare, homes, tree, unitsOf } = this.#port;
		const common = declare();
		// Nobody is beyond anything.
		if (tree.own.size < 2) return { common, wanted: new Map(), reserves: new Map() };
		const placed = [...wantedOf(common)].flatMap((endpointId) => {
			const nodeId = homes.nodeOf(endpointId);
			return nodeId === undefined ? [] : [{ endpointId, nodeId }];
		});
		const byNode = Map.groupBy(placed, ({ nodeId }) => nodeId);
		const wanted = new Map([...byNode].map(([id, all]) => [id, all.map(({ endpointId }) => endpointId)]));
		const reserves = reservesOf(common.sites(), {
			nodeOf: (deviceId) => homes.nodeOf(deviceId),
			isBelow: (nodeId) => typeof tree.own.get(nodeId) === 'string',
			isOwn: (deviceId, nodeId) => unitsOf(deviceId)[0] === tree.unitOf(nodeId),
		});
		return { common, wanted, reserves };
	}
}

/** Endpoints of which somebody may want something. */
const wantedOf = ({ stage, views }: Common): Set<string> =>
	new Set([
		...stage.tracks.map(({ endpointId }) => endpointId),
		...stage.cued,
		...stage.raised,
		...views.flatMap(({ cameras }) => cameras),
	]);
