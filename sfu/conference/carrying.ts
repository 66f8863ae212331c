import type { Carrying } from '#sfu/link/contract-endpoint.ts';

/** What was measured of an endpoint's downlink. */
export interface Downlink {
	/** Share of packets that do not arrive, 0 to 1; null: not known. */
	loss: number | null;
	/** A picture should flow, and the worker finds no room for its smallest layer. */
	starved: boolean;
	/** How well the heard voice arrives, 0 (nothing) to 10, after mediasoup's RTP score; null: none is received. */
	soundScore: number | null;
}

/** What is sent over a link, and since when; `patience` is how long pictures are held back before they are tried again. */
export interface Rescue {
	readonly carrying: Carrying;
	/** ms */
	readonly since: number;
	/** ms */
	readonly patience: number;
	/** Bad or good samples in a row, as the state counts. */
	readonly inRow: number;
}

/** The first wait before pictures are tried again, and the longest, in ms. */
const firstPatience = 10_000;
const longestPatience = 80_000;

/** One bad sample may be an accident of the moment. */
const badInRow = 2;
const goodInRow = 3;

export const unharmed: Rescue = { carrying: 'all', since: 0, patience: firstPatience, inRow: 0 };

/** Voices suffer, or pictures stand still anyway. */
const isBad = ({ loss, starved, soundScore }: Downlink) => (loss ?? 0) > 0.12 || starved || (soundScore ?? 10) <= 4;

/** Recovered: loss that forward error correction makes good. */
const isGood = ({ loss, soundScore }: Downlink) => (loss ?? 0) <= 0.06 && (soundScore ?? 10) >= 6;

/**
 * Audio-only rescue. Where the downlink does not carry pictures, only sound is sent; after a while small pictures are
 * tried, then everything; what fails again waits twice as long. `now` in ms.
 */
export function nextRescue(rescue: Rescue, downlink: Downlink, now: number): Rescue {
	const { carrying, since, patience } = rescue;
	const to = (next: Carrying, nextPatience = patience): Rescue => {
		return { carrying: next, since: now, patience: nextPatience, inRow: 0 };
	};
	const counted = (counts: boolean): Rescue => ({ ...rescue, inRow: counts ? rescue.inRow + 1 : 0 });
	if (carrying === 'sound') {
		// Nothing but sound is sent: an estimate of what else would fit does not grow without being tried.
		const isTime = now - since >= patience && isGood(downlink);
		return isTime ? to('small') : rescue;
	}
	if (isBad(downlink)) {
		const next = counted(true);
		const again = carrying === 'small' ? Math.min(longestPatience, patience * 2) : patience;
		return next.inRow >= badInRow ? to('sound', again) : next;
	}
	if (carrying === 'all') {
		// Long enough without trouble: the next one begins with the shortest wait.
		const isSound = now - since >= longestPatience;
		return isSound && patience > firstPatience ? { ...unharmed, since: now } : counted(false);
	}
	const next = counted(isGood(downlink));
	return next.inRow >= goodInRow ? to('all') : next;
}
