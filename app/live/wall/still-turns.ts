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

interface Asked {
	/** of the entry on the wall */
	readonly index: number;
	readonly entries: number;
	/** ms, of any clock, always the same one: turns stay where they are over departures and reconnections */
	readonly now: number;
	/** how many have just been asked before this one; null: a fresh still is there */
	readonly soonAfter: number | null;
}

/**
 * When an entry sends its stills. Whoever has just been asked sends one out of turn, one after the other, so that the
 * wall is full after half a period; turns begin after that half.
 */
export function turnsOf({ index, entries, now, soonAfter }: Asked): StillTurns {
	const everyMs = periodOf(entries);
	const half = everyMs / 2;
	const behind = (now + half - phaseOf(index) * everyMs) % everyMs;
	return {
		everyMs,
		afterMs: Math.round(half + ((everyMs - behind) % everyMs)),
		soonMs: soonAfter === null ? null : Math.round((soonAfter % entries) * (half / entries)),
	};
}
