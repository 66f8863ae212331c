import type { Carrying } from '#sfu/link/contract-endpoint.ts';

/** What was measured of an endpoint's downlink. */
export interface Downlink {
	/** Share of packets that this link loses, 0 to 1; null: not known. */
	loss: number | null;
	/** Of the pictures that should flow, for which the worker finds no room, not even for their smallest layers. */
	starved: 'none' | 'some' | 'all';
	/** Round trip in ms; null: not known. */
	rttMs: number | null;
}

/** What a downlink is trusted with. Times in ms. */
export interface Trust {
	readonly carrying: Carrying;
	/** Without trouble, and at this size of pictures, since then. */
	readonly goodSince: number;
	/** When more was tried last; null: never. */
	readonly triedAt: number | null;
	/** How long it must have gone well before more is tried: longer with each try that failed. */
	readonly patience: number;
	/** Bad samples in a row. */
	readonly bad: number;
}

const firstPatience = 10_000;
const longestPatience = 80_000;

/** One bad sample may be an accident of the moment. */
const badInRow = 2;

export const trusted: Trust = { carrying: 'all', goodSince: 0, triedAt: null, patience: firstPatience, bad: 0 };

/** From a sharp picture to the smallest at once: a voice that breaks up cannot wait for a second step. */
const less: Readonly<Record<Carrying, Carrying>> = { all: 'small', half: 'small', small: 'sound', sound: 'sound' };
const more: Readonly<Record<Carrying, Carrying>> = { sound: 'small', small: 'half', half: 'all', all: 'all' };

/**
 * Voices suffer, or pictures stand still anyway. A second and a half is no distance on earth: it is a queue that our
 * pictures fill, behind which the voice waits. Of small pictures alone one may find no room beside the other, for as long
 * as a new page of a screen costs the estimate: to be sent none would cost more.
 */
const isBad = ({ loss, starved, rttMs }: Downlink, carrying: Carrying) =>
	(loss ?? 0) > 0.12 || starved === 'all' || (starved === 'some' && carrying !== 'small') || (rttMs ?? 0) > 1_500;

/** Loss that forward error correction and retransmission make good. */
export const harmlessLoss = 0.08;

/** And no more delay than a satellite's. */
const isGood = ({ loss, rttMs }: Downlink) => (loss ?? 0) <= harmlessLoss && (rttMs ?? 0) <= 1_000;

/**
 * The voice first: where the downlink does not carry the pictures, smaller ones are sent, and where it does not carry
 * those either, none. When it has gone well for a while, one step more is tried; what failed is tried again after twice
 * the time. `now` in ms.
 */
export function nextTrust(trust: Trust, downlink: Downlink, now: number): Trust {
	const { carrying, goodSince, triedAt, patience, bad } = trust;
	if (isBad(downlink, carrying)) {
		if (bad + 1 < badInRow || carrying === 'sound') return { ...trust, goodSince: now, bad: bad + 1 };
		const failed = triedAt !== null && now - triedAt < longestPatience;
		const wait = failed ? Math.min(longestPatience, patience * 2) : firstPatience;
		return { carrying: less[carrying], goodSince: now, triedAt: null, patience: wait, bad: 0 };
	}
	if (!isGood(downlink)) return { ...trust, goodSince: now, bad: 0 };
	// Too little was sent to tell: what was known goes on to hold.
	const still = { ...trust, bad: downlink.loss === null ? bad : 0 };
	// Nobody is without all pictures for longer than must be.
	if (carrying === 'all' || now - goodSince < (carrying === 'sound' ? patience / 2 : patience)) return still;
	return { carrying: more[carrying], goodSince: now, triedAt: now, patience, bad: 0 };
}
