import { expect, test } from 'vitest';
import { BadUplink } from './endpoint/sending/bad-uplink.ts';

const lostOf = (uplink: BadUplink, packets: number) =>
	Array.from({ length: packets }, () => uplink.loses()).flatMap((lost, index) => (lost ? [index] : []));

test('an uplink loses its share, the same packets each time, and nothing unless it is told to', () => {
	const [one, other] = [new BadUplink(), new BadUplink()];
	expect(lostOf(one, 1_000)).toEqual([]);
	for (const uplink of [one, other]) uplink.loss = { share: 0.05, forGood: false };
	const lost = lostOf(one, 20_000);
	expect(lost.length / 20_000).toBeCloseTo(0.05, 2);
	expect(lostOf(other, 20_000)).toEqual(lost);
});
