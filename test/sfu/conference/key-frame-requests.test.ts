import { KeyFrameRequests } from '#sfu/conference/key-frame-requests.ts';
import { expect, test } from 'vitest';

/** Looked at every 2 s for so many seconds, with so many requests in each; begins where the last one ended. */
function watch() {
	const requests = new KeyFrameRequests();
	let [now, count] = [0, 0];
	const go = (seconds: number, perSecond: number) => {
		for (const end = now + seconds * 1_000; now < end;) {
			requests.take(count, requests.most, now);
			now += 2_000;
			count += 2 * perSecond;
		}
		return requests.most;
	};
	return { requests, go };
}

test('who asks again and again goes down a layer at a time, and no lower than there is', () => {
	const { go } = watch();
	expect(go(4, 1)).toBe(2);
	expect(go(4, 1)).toBe(1);
	expect(go(4, 1)).toBe(0);
	expect(go(60, 1)).toBe(0);
});

test('who asks as they begin, and now and then after, keeps all', () => {
	const { requests, go } = watch();
	requests.take(5, 2, 0);
	requests.take(9, 2, 500);
	expect(go(2, 4)).toBe(2);
	expect(go(600, 0.2)).toBe(2);
});

test('after a while of rest one layer more is tried; what failed is tried again after twice the time', () => {
	const { go } = watch();
	expect(go(6, 1)).toBe(1);
	expect(go(20, 0)).toBe(1);
	expect(go(4, 0)).toBe(2);
	expect(go(6, 1)).toBe(1);
	expect(go(30, 0)).toBe(1);
	expect(go(14, 0)).toBe(2);
});
