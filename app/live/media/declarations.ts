import type { Homes } from './homes.ts';
import type { MeetingTree } from './meeting-tree.ts';
import type { Declared } from './node-teller.ts';

/** What all nodes are to know of a meeting alike. */
export type Common = Omit<Declared, 'neighbours'>;

interface DeclarationsPort {
	readonly common: () => Common;
	readonly homes: Homes;
	readonly tree: MeetingTree;
}

interface Resolved {
	readonly common: Common;
	/** endpoints of which something is wanted, by the node that they are with */
	readonly wanted: ReadonlyMap<string, readonly string[]>;
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

	/** Of what is of single devices a node is told of those alone that are not with another one. */
	to(nodeId: string): Declared {
		const { homes, tree } = this.#port;
		const { common, wanted } = this.#resolved ?? this.#resolve();
		const mayBeHere = (deviceId: string) => (homes.nodeOf(deviceId) ?? nodeId) === nodeId;
		return {
			stage: common.stage,
			views: common.views.filter(({ endpointId }) => mayBeHere(endpointId)),
			audience: common.audience?.filter(mayBeHere) ?? null,
			neighbours: tree.neighboursOf(nodeId, wanted),
		};
	}

	#resolve(): Resolved {
		const { common: declare, homes, tree } = this.#port;
		const common = declare();
		// Nobody is beyond anything.
		if (tree.own.size < 2) return { common, wanted: new Map() };
		const placed = [...wantedOf(common)].flatMap((endpointId) => {
			const nodeId = homes.nodeOf(endpointId);
			return nodeId === undefined ? [] : [{ endpointId, nodeId }];
		});
		const byNode = Map.groupBy(placed, ({ nodeId }) => nodeId);
		return { common, wanted: new Map([...byNode].map(([id, all]) => [id, all.map(({ endpointId }) => endpointId)])) };
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
