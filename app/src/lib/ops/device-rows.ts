import type { DeviceFigures } from '#live/ops/figures.ts';
import type { HomeReason } from '#live/media/home-of.ts';
import { folded } from '#lib/org/folded.ts';
import type { LinkGrade } from '#sfu/link/contract-endpoint.ts';

/** Whose a device is. */
export interface Owner {
	readonly id: string;
	readonly name: string;
	readonly unitName: string;
}

export interface DeviceRow extends DeviceFigures {
	readonly name: string;
	readonly unitName: string;
}

export type SortKey = 'name' | 'grade' | 'home' | 'down' | 'up' | 'loss' | 'rtt' | 'score' | 'worker';

/** The worst first; what was not measured last. */
const grades: readonly (LinkGrade | null)[] = ['weak', 'fair', 'good', null];

/** Who is not with their own node first. */
const reasons: readonly (HomeReason | undefined)[] = [
	...(['away', 'full', 'draining', 'stays', 'chosen', 'above', 'crowd', 'unit', undefined] as const),
];

/** What a column sorts by: smaller stands first. Bad links first, and among numbers the largest. */
const sorting: Readonly<Record<Exclude<SortKey, 'name'>, (row: DeviceRow) => number>> = {
	// What sends nothing is worse than any link.
	grade: ({ grade, link }) => (link && link.up.silent.length > 0 ? -1 : grades.indexOf(grade)),
	home: ({ home }) => reasons.indexOf(home?.why),
	down: ({ link }) => -(link?.down.kbps ?? -1),
	up: ({ link }) => -(link?.up.kbps ?? -1),
	loss: ({ link }) => -Math.max(link?.down.loss ?? -1, link?.up.loss ?? -1),
	rtt: ({ link }) => -(link?.down.rttMs ?? -1),
	score: ({ link }) => link?.down.score ?? 11,
	worker: ({ worker }) => worker ?? 1_000,
};

/** Named, those that match the search, in order; of the same kind by unit and name. */
export function deviceRows(
	devices: readonly DeviceFigures[],
	owners: ReadonlyMap<string, Owner>,
	{ search, key, reverse }: { search: string; key: SortKey; reverse: boolean },
): DeviceRow[] {
	const wanted = folded(search.trim());
	const rows = devices
		.map((device) => {
			const owner = owners.get(device.participantId);
			return { ...device, name: owner?.name ?? device.participantId, unitName: owner?.unitName ?? '' };
		})
		.filter(({ name, unitName }) => folded(`${name} ${unitName}`).includes(wanted))
		.toSorted((a, b) => a.name.localeCompare(b.name, 'vi') || a.deviceId.localeCompare(b.deviceId));
	const sorted = key === 'name' ? rows : rows.toSorted((a, b) => sorting[key](a) - sorting[key](b));
	return reverse ? sorted.reverse() : sorted;
}
