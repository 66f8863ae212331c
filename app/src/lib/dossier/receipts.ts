import type { Receipt } from '#db/documents/paper-receipts.ts';

/** One device of somebody that has been told of a paper. */
export interface PaperReceipt extends Receipt {
	readonly name: string;
}

/** What the devices of one person or room say together of a paper. */
export interface ReaderReceipt {
	readonly participantId: string;
	readonly name: string;
	/** ms since the epoch; the first of any device */
	readonly receivedAt: number;
	readonly openedAt: number | null;
	readonly lastOpenedAt: number | null;
	readonly devices: readonly PaperReceipt[];
}

const least = (times: readonly (number | null)[]): number | null => {
	const known = times.filter((time) => time !== null);
	return known.length === 0 ? null : Math.min(...known);
};

const most = (times: readonly (number | null)[]): number | null => {
	const known = times.filter((time) => time !== null);
	return known.length === 0 ? null : Math.max(...known);
};

/** Who opened it last comes first, then who only received it. */
export const byReader = (receipts: readonly PaperReceipt[]): readonly ReaderReceipt[] =>
	[...Map.groupBy(receipts, ({ participantId }) => participantId)]
		.map(([participantId, devices]) => ({
			participantId,
			name: devices[0]?.name ?? '',
			receivedAt: least(devices.map((device) => device.receivedAt)) ?? 0,
			openedAt: least(devices.map((device) => device.openedAt)),
			lastOpenedAt: most(devices.map((device) => device.lastOpenedAt)),
			devices,
		}))
		.sort(
			(one, other) => (other.lastOpenedAt ?? 0) - (one.lastOpenedAt ?? 0) || one.name.localeCompare(other.name, 'vi'),
		);

/** Of a recalled paper: the devices that had opened or downloaded it, and those of them that said that they hold nothing any more. */
export function countGone(receipts: readonly PaperReceipt[]): { readonly held: number; readonly gone: number } {
	const byDevice = Map.groupBy(
		receipts.filter(({ openedAt, heldSince, goneAt }) => openedAt !== null || heldSince !== null || goneAt !== null),
		({ participantId, device }) => `${participantId} ${device}`,
	);
	const gone = [...byDevice.values()].filter((versions) => versions.every(({ goneAt }) => goneAt !== null));
	return { held: byDevice.size, gone: gone.length };
}
