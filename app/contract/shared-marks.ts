import type { SharedMark } from '#meeting/shared-marks.ts';

/** Server → browser. */
export interface SharedMarkMessages {
	/** Came, or went, on papers that this person may read, and for their eyes. What was before, the paper's own address tells. */
	readonly 'shared-marks': readonly SharedMark[];
}

/** `GET /papers/[versionId]/shared/people`: somebody in the meeting to whom marks may be shown by name. */
export interface MarkReader {
	/** a participant's id */
	readonly id: string;
	readonly name: string;
	readonly position: string;
	readonly unitName: string;
	/** of the unit of whoever asks, on the meeting's day */
	readonly isColleague: boolean;
}
