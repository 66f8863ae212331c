/**
 * Whom somebody is about to give the floor, as their hand shows: their picture is made ready to be shown large. Presence,
 * never journalled.
 */
import { idSchema } from '#meeting/input.ts';
import * as v from 'valibot';

/** So many at once, of all who give the floor. */
export const mostReached = 3;

/** So long each stays ready after the hand was there. ms */
export const reachedFor = 10_000;

export const reachRequests = {
	/** Answered with null. */
	'stage/reach': {
		input: v.strictObject({ participantIds: v.pipe(v.array(idSchema), v.minLength(1), v.maxLength(mostReached)) }),
		right: 'grant-floor',
	},
} as const;
