import type { AgendaItem, Paper, PaperLevel } from '#meeting/plan.ts';
import * as v from 'valibot';

/** What one device may say that it holds: meetings, and versions of papers of each. */
export const mostHeld = { meetings: 40, versions: 300 } as const;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

/** `PUT /account/offline`: all that this device holds of papers, to be read without a network; no more and no less. */
export const heldSchema = v.object({
	/** what the last answer called it; null: none came yet */
	device: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))),
	meetings: v.pipe(
		v.array(v.object({ meetingId: id, versionIds: v.pipe(v.array(id), v.maxLength(mostHeld.versions)) })),
		v.maxLength(mostHeld.meetings),
	),
});
export type Held = v.InferOutput<typeof heldSchema>;

/** Its answer: what of it may be kept, and how long that can be opened. What is not in it goes, and the next request says so. */
export const leaseSchema = v.object({
	device: v.string(),
	/** whose it is */
	readerId: v.string(),
	/** ms from now on: a device's clock may be another one */
	lasts: v.number(),
	meetings: v.array(v.object({ meetingId: v.string(), versionIds: v.array(v.string()) })),
});
export type Lease = v.InferOutput<typeof leaseSchema>;

/** A paper that may be read by now: all else about it is in the paper. */
export interface OfflinePaper extends Paper {
	/** of its bytes */
	readonly size: number;
	readonly level: Exclude<PaperLevel, 'none'>;
}

/** `GET /meetings/[id]/offline`: what is shown of a meeting without a network. */
export interface OfflineMeeting {
	readonly meetingId: string;
	readonly title: string;
	/** ms since the epoch */
	readonly startsAt: number;
	readonly reader: {
		readonly id: string;
		readonly kind: 'person' | 'site';
		readonly name: string;
		readonly unitName: string;
	};
	readonly agenda: readonly AgendaItem[];
	readonly papers: readonly OfflinePaper[];
}
