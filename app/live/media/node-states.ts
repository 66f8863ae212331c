import type { LinkRefusal } from '#sfu/link/wire.ts';
import type { MachineLoad } from '../ops/machine.ts';
import type { MediaPlane } from './media-plane.ts';
import type { NodeLine } from './node-lines.ts';
import { treeOf, type Above } from './tree-of.ts';

/** A media node at this moment. */
export interface NodeState {
	readonly isConnected: boolean;
	/** whom it hangs on at this moment; null: it is the root, or is not there */
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
}

/** All that are placed or there, by id. */
export function nodeStates(
	media: MediaPlane,
	loads: ReadonlyMap<string, NonNullable<MachineLoad['node']>>,
	lines: ReadonlyMap<string, NodeLine>,
	above: Above,
): Map<string, NodeState> {
	const ids = new Set([...media.placed.map(({ id }) => id), ...media.nodes]);
	const tree = treeOf(
		media.placed.filter(({ id }) => media.nodes.includes(id)),
		above,
	);
	return new Map(
		[...ids].map((id) => {
			const isConnected = media.nodes.includes(id);
			return [
				id,
				{
					isConnected,
					parentId: tree.get(id) ?? null,
					refused: media.refusalOf(id) ?? null,
					devices: media.crowdOf(id),
					load: loadOf(loads.get(id)),
					line: lines.get(id) ?? null,
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
