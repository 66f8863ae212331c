import { localNodeId } from '#sfu/link/local-node.ts';
import type { LinkRefusal } from '#sfu/link/wire.ts';
import type { MachineLoad } from '../ops/machine.ts';
import type { MediaPlane } from './media-plane.ts';
import type { NodeLine } from './node-lines.ts';
import { treeOf, type Above } from './tree-of.ts';

/** A media node at this moment. */
export interface NodeState {
	readonly isConnected: boolean;
	/** nothing has come from it for seconds, and it is still expected back */
	readonly isSilent: boolean;
	readonly isDraining: boolean;
	/** it takes no more devices */
	readonly isFull: boolean;
	/** whom it hangs on at this moment, be it that its line is cut; where it is not there, would hang on; null: it is the root */
	readonly parentId: string | null;
	/** why it was not let in when it tried last; null: it is, or has not tried */
	readonly refused: LinkRefusal['code'] | null;
	/** of all meetings, that are with it */
	readonly devices: number;
	/** null: it does not tell */
	readonly load: null | {
		readonly workers: number;
		/** of its workers' cores, 0 to 1; null: measured for the first time */
		readonly cpu: number | null;
		readonly rssMb: number;
	};
	/** to whom it hangs on, while a meeting goes over it; null: none does */
	readonly line: NodeLine | null;
	/** for how long that line has lost more than it may, without a break; ms */
	readonly losingForMs: number;
}

/** What was measured of nodes, each by its id, and when on the clock of `performance`. */
export interface Measured {
	readonly at: number;
	readonly loads: ReadonlyMap<string, NonNullable<MachineLoad['node']>>;
	readonly lines: ReadonlyMap<string, NodeLine>;
	readonly losingSince: ReadonlyMap<string, number>;
}

/** All that are placed or there, by id; the control process's own one only where it is there. */
export function nodeStates(media: MediaPlane, measured: Measured, above: Above): Map<string, NodeState> {
	const { at, loads, lines, losingSince } = measured;
	const there = new Set(media.nodes);
	const placed = new Map(media.placed.map((node) => [node.id, node]));
	const ids = new Set([...placed.keys(), ...there]);
	if (!there.has(localNodeId)) ids.delete(localNodeId);
	const all = [...placed.values()];
	const tree = treeOf(
		all.filter(({ id }) => there.has(id)),
		above,
	);
	const ifThere = treeOf(all, above);
	return new Map(
		[...ids].map((id) => {
			const { draining = false, capacity = null } = placed.get(id) ?? {};
			const devices = media.crowdOf(id);
			return [
				id,
				{
					isConnected: there.has(id),
					isSilent: media.isSilent(id),
					isDraining: draining,
					isFull: capacity !== null && devices >= capacity,
					parentId: tree.get(id) ?? lines.get(id)?.parentId ?? (there.has(id) ? null : (ifThere.get(id) ?? null)),
					refused: media.refusalOf(id) ?? null,
					devices,
					load: loadOf(loads.get(id)),
					line: lines.get(id) ?? null,
					losingForMs: Math.round(at - (losingSince.get(id) ?? at)),
				},
			];
		}),
	);
}

function loadOf(load: MachineLoad['node'] | undefined): NodeState['load'] {
	if (!load) return null;
	const { workers, rssMb } = load;
	const known = workers.flatMap(({ cpu }) => cpu ?? []);
	return {
		workers: workers.length,
		cpu: known.length === 0 ? null : known.reduce((sum, cpu) => sum + cpu, 0) / known.length,
		rssMb: Math.round(workers.reduce((sum, worker) => sum + worker.rssMb, rssMb)),
	};
}
