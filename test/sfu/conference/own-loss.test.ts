import { nextTrust, trusted } from '#sfu/conference/carrying.ts';
import { OwnLoss } from '#sfu/conference/own-loss.ts';
import { expect, test } from 'vitest';

const noPictures = { sent: new Map<number, number>(), loss: undefined };

/** A voice of 25 packets a second, looked at every 2 s, of which the receiver reports every 4 s what it misses. */
function listen(seconds: number, { lostBefore, lostOnTheWay }: { lostBefore: number; lostOnTheWay: number }) {
	const loss = new OwnLoss();
	const shares: number[] = [];
	const latest: (number | null)[] = [];
	let missing = 0;
	let report = 0;
	for (let second = 0; second <= seconds; second += 2) {
		const spoken = second * 25;
		const sent = Math.round(spoken * (1 - lostBefore));
		if (second % 4 === 2) {
			// As of half a second ago.
			const heard = Math.max(0, spoken - 12);
			missing = Math.round(heard * lostBefore + heard * (1 - lostBefore) * lostOnTheWay);
			report += 1;
		}
		// As of a second ago.
		const missingBefore = Math.round(Math.max(0, spoken - 25) * lostBefore);
		const voice = { ssrc: 1, sent, missing, missingBefore, report: String(report) };
		const share = loss.take(noPictures, [voice], second * 1_000);
		if (share !== null) shares.push(share);
		latest.push(loss.latest(second * 1_000));
	}
	return { shares, latest };
}

test('what never reached the node is not lost by the receivers’ links', () => {
	for (const lostBefore of [0.01, 0.05, 0.2, 0.5]) {
		const { shares, latest } = listen(120, { lostBefore, lostOnTheWay: 0 });
		expect(latest.filter((share) => share !== null).length).toBeGreaterThan(50);
		expect(Math.max(0, ...shares, ...latest.map((share) => share ?? 0))).toBe(0);
	}
});

test('what a link loses of a voice is found, also where pictures do not flow', () => {
	const { shares } = listen(120, { lostBefore: 0, lostOnTheWay: 0.2 });
	for (const share of shares.slice(1)) expect(share).toBeCloseTo(0.2, 1);
	// Nobody is blamed on doubt, and much more than the speaker loses is no doubt.
	expect(Math.max(...listen(120, { lostBefore: 0.02, lostOnTheWay: 0.3 }).shares)).toBeGreaterThan(0.2);
});

test('a few packets say nothing, and what was lost of pictures that flow no more says nothing of now', () => {
	const loss = new OwnLoss();
	const take = (packets: number, at: number) => loss.take({ sent: new Map([[7, packets]]), loss: 0.3 }, [], at);
	expect(take(0, 0)).toBeNull();
	expect(take(49, 2_000)).toBeNull();
	expect(take(50, 4_000)).toBe(0.3);
	expect(take(60, 6_000)).toBeNull();
	expect(loss.latest(6_000)).toBe(0.3);
	expect(loss.latest(60_000)).toBeNull();
});

test('a voice whose losses may be its speaker’s is no sign of a good link, between two that pictures tell are bad', () => {
	const loss = new OwnLoss();
	let trust = trusted;
	let degraded = Infinity;
	// The smallest picture and a voice, of which speaker and listener lose every fifth packet each; looked at 10 times a second.
	for (let now = 0; now <= 20_000; now += 100) {
		const spoken = (now * 25) / 1_000;
		const missing = Math.round((Math.floor(now / 1_000) * 25 * 9) / 25);
		const voice = { ssrc: 1, sent: Math.round(spoken * 0.8), missing, report: String(missing) };
		const missingBefore = Math.round(Math.max(0, spoken - 25) * 0.2);
		const pictures = { sent: new Map([[7, Math.round(spoken * 0.8)]]), loss: 0.2 };
		const share = loss.take(pictures, [{ ...voice, missingBefore }], now);
		trust = nextTrust(trust, { loss: share, starved: 'none', rttMs: 20 }, now);
		if (trust.carrying !== 'all') degraded = Math.min(degraded, now);
	}
	expect(degraded).toBeLessThan(8_000);
});
