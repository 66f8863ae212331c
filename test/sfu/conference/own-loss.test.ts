import { OwnLoss } from '#sfu/conference/own-loss.ts';
import { expect, test } from 'vitest';

const noPictures = { sent: new Map<number, number>(), loss: undefined };

/** A voice of 25 packets a second, looked at every 2 s, of which the receiver reports every 4 s what it misses. */
function listen(seconds: number, { lostBefore, lostOnTheWay }: { lostBefore: number; lostOnTheWay: number }) {
	const loss = new OwnLoss();
	const shares: number[] = [];
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
	}
	return shares;
}

test('what never reached the node is not lost by the receivers’ links', () => {
	for (const lostBefore of [0.01, 0.05, 0.2, 0.5]) {
		const shares = listen(120, { lostBefore, lostOnTheWay: 0 });
		expect(shares.length).toBeGreaterThan(20);
		expect(Math.max(...shares)).toBe(0);
	}
});

test('what a link loses of a voice is found, also where pictures do not flow', () => {
	const shares = listen(120, { lostBefore: 0, lostOnTheWay: 0.2 });
	for (const share of shares.slice(1)) expect(share).toBeCloseTo(0.2, 1);
	// Nobody is blamed on doubt, and much more than the speaker loses is no doubt.
	expect(Math.max(...listen(120, { lostBefore: 0.02, lostOnTheWay: 0.3 }))).toBeGreaterThan(0.2);
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
