/**
 * How the links of a meeting's participants do, for those who run it: told only while somebody looks at it. Presence,
 * never journalled.
 */
import { nothingSchema } from '#meeting/input.ts';
import type { Carrying, LinkGrade } from '#sfu/link/contract-endpoint.ts';

const right = 'see-links';

/** All are answered with null. */
export const linkRequests = {
	/** Tells the device all grades and then, every two seconds, what has changed. Asked again after each reconnection. */
	'links/open': { input: nothingSchema, right },
	/** Idempotent. */
	'links/close': { input: nothingSchema, right },
} as const;

export type LinkRequestName = keyof typeof linkRequests;

/** The weakest of a participant's devices; null: none is there, or none was measured yet. */
export interface ParticipantLink {
	readonly participantId: string;
	readonly grade: LinkGrade | null;
	readonly carrying: Carrying | null;
}

/** Server → browser. */
export interface LinkMessages {
	/** All that are known after `links/open`, then those that have changed. */
	readonly 'links/grades': readonly ParticipantLink[];
}
