import { expect, test } from 'vitest';
import { Belief } from '#sfu/cascade/belief.ts';

/** Beats four times a second from `since` on, so many seconds long; returns when the last one came. */
function beat(belief: Belief, ms: number, since: number, seconds: number): number {
	const end = since + seconds * 1_000;
	for (let now = since; now <= end; now += 250) belief.noteRoundTrip(ms, now);
	return end;
}

test('what is said of a way is believed while a key frame waits there, and not where all does; after a while it is believed again', () => {
	const belief = new Belief();
	let now = beat(belief, 30, 0, 60);
	now = beat(belief, 400, now, 1);
	now = beat(belief, 30, now, 1);
	expect(belief.holds(now)).toBe(true);
	now = beat(belief, 400, now, 2);
	expect(belief.holds(now)).toBe(false);
	const doubted = now;
	now = beat(belief, 30, now, 44);
	expect(belief.holds(now)).toBe(false);
	now = beat(belief, 30, now, 2);
	expect(belief.holds(now)).toBe(true);

	now = beat(belief, 400, now, 3);
	expect(belief.holds(now), 'wrong again').toBe(false);
	expect(belief.holds(doubted + 120_000), 'for twice as long').toBe(false);
	expect(belief.holds(now + 90_000)).toBe(true);
	now = beat(belief, 30, now + 90_000, 200);
	now = beat(belief, 400, now, 3);
	expect([belief.holds(now), belief.holds(now + 45_000)], 'as at first, where it held').toEqual([false, true]);
});

test('nor where much is lost without waiting, or all because of what was sent; where a line was cut it is', () => {
	const policed = new Belief();
	policed.noteLoss(0.3, 0);
	expect(policed.holds(0)).toBe(false);
	const lossy = new Belief();
	for (const now of [0, 2_000, 4_000]) lossy.noteLoss(0.05, now);
	expect(lossy.holds(4_000)).toBe(true);
	const full = new Belief();
	full.noteRoundTrip(1, 0);
	full.noteRoundTrip(400, 250);
	full.noteCut(1_300);
	expect(full.holds(1_300)).toBe(false);
	const cut = new Belief();
	cut.noteRoundTrip(1, 0);
	cut.noteCut(1_300);
	expect(cut.holds(1_300)).toBe(true);
});
