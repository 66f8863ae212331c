import type { StillTurns } from '#contract/wall.ts';

/** Up to so many entries are renewed in the shorter time. */
const smallWall = 160;

/**
 * How often each entry's still is renewed, in ms. 320 stills of 12 kB in 20 s are 1.5 Mbit/s in, and as much out for each
 * who looks; 160 in 10 s the same.
 */
export const periodOf = (entries: number): number => (entries <= smallWall ? 10_000 : 20_000);

/**
 * An entry's place within the period, 0 ≤ phase < 1. Multiples of the golden ratio spread evenly whichever run of
 * neighbours is there: all 320, or the ten communes of one district (three-distance theorem).
 */
export const phaseOf = (index: number): number => (index * ((Math.sqrt(5) - 1) / 2)) % 1;

/** Out of turn one comes after the other, so that a wall is full after half a period. ms */
export const soonApart = (entries: number): number => periodOf(entries) / 2 / entries;

/**
 * When an entry sends its stills: beginning after half a period, in which it may be asked for one out of turn. `index`: on
 * the wall; `now`: ms of any clock, always the same one, so that turns stay where they are over departures and returns.
 */
export function turnsOf(index: number, entries: number, now: number): Pick<StillTurns, 'everyMs' | 'afterMs'> {
	const everyMs = periodOf(entries);
	const half = everyMs / 2;
	const behind = (now + half - phaseOf(index) * everyMs) % everyMs;
	return { everyMs, afterMs: Math.round(half + ((everyMs - behind) % everyMs)) };
}
