import type { SharedLayer } from '#meeting/shared-marks.ts';

/** A mark that its author shows to others: it is kept, and told, as it is. */
export interface SharedMark {
	/** made up by the device that drew it */
	readonly id: string;
	readonly versionId: string;
	/** from 1 */
	readonly page: number;
	readonly layer: SharedLayer;
	/** a participant of the meeting */
	readonly authorId: string;
	/** ms since the epoch, by the server */
	readonly sharedAt: number;
	/** what it is, as app/src/lib/marks/mark.ts has it; null: it was withdrawn, or taken off */
	readonly content: unknown;
}

/** Server → browser. */
export interface SharedMarkMessages {
	/** Came, or went, on papers that this person may read, and for their eyes. What was before, the paper's own address tells. */
	readonly 'shared-marks': readonly SharedMark[];
}
