import { isNull } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { inForce } from '../org/periods.ts';
import { mediaNodes, mediaNodeUnits } from '../schema/nodes.ts';

/** Where each node stands that may come in, and whom it serves, on a day (`YYYY-MM-DD`). */
export function placedNodes({ orm }: Database, day: string) {
	const served = Map.groupBy(
		orm.select().from(mediaNodeUnits).where(inForce(mediaNodeUnits, day)).all(),
		({ nodeId }) => nodeId,
	);
	return orm
		.select()
		.from(mediaNodes)
		.where(isNull(mediaNodes.revokedAt))
		.all()
		.map(({ id, unitId, parentId, capacity, drainingSince, upKbps, downKbps }) => ({
			...{ id, unitId, parentId, capacity },
			serves: (served.get(id) ?? []).map((each) => each.unitId),
			draining: drainingSince !== null,
			line: { up: upKbps, down: downKbps },
		}));
}
