/** Where a finger touches, in CSS pixels, and when, in ms. */
export interface FingerPlace {
	readonly x: number;
	readonly y: number;
	readonly at: number;
}

/** A finger turns the page that goes at least so far across, in CSS pixels, so many times as far as up or down, within so many ms. */
const [least, flatter, quicker] = [60, 2, 500];

/** How many pages a finger's way turns. One that scrolls, or holds and drags, turns none. */
export function turnBy(from: FingerPlace, to: FingerPlace): -1 | 0 | 1 {
	const across = to.x - from.x;
	const isSwipe =
		Math.abs(across) >= least && Math.abs(across) >= flatter * Math.abs(to.y - from.y) && to.at - from.at <= quicker;
	if (!isSwipe) return 0;
	return across < 0 ? 1 : -1;
}
