import type { SharedMark } from '#meeting/shared-marks.ts';

/** Server → browser. */
export interface SharedMarkMessages {
	/** Came, or went, on papers that this person may read, and for their eyes. What was before, the paper's own address tells. */
	readonly 'shared-marks': readonly SharedMark[];
}
