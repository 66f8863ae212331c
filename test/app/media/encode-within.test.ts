import { encodeWithin } from '#lib/media/encode-within.ts';
import { expect, test } from 'vitest';

/** Weighs 20 kB at full quality, and proportionally less. */
const picture = (asked: number[]) => (quality: number) => {
	asked.push(quality);
	return Promise.resolve(new Blob([new Uint8Array(20_000 * quality)]));
};

test('the best quality that fits is taken', async () => {
	const asked: number[] = [];
	expect((await encodeWithin(12_000, picture(asked)))?.size).toBe(12_000);
	expect(asked).toEqual([0.75, 0.6]);
});

test('what never fits is not sent', async () => {
	const asked: number[] = [];
	expect(await encodeWithin(1_000, picture(asked))).toBeNull();
	expect(asked).toHaveLength(5);
	expect(await encodeWithin(1_000, () => Promise.resolve(null))).toBeNull();
});
