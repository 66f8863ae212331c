import { Wishes } from '#lib/papers/wishes.ts';
import { expect, test } from 'vitest';

test('the last wish is asked for first, three at once, and what was given up is not asked for', async () => {
	const wishes = new Wishes();
	const asked: number[] = [];
	const come = new Map<number, () => void>();
	const wish = (number: number) =>
		wishes.add(() => {
			asked.push(number);
			return new Promise((resolve) => come.set(number, resolve));
		});
	const comes = async (number: number) => {
		come.get(number)?.();
		await new Promise((resolve) => setImmediate(resolve));
	};
	for (let number = 1; number <= 6; number += 1) wish(number);
	expect(asked).toEqual([1, 2, 3]);
	await comes(1);
	wish(7);
	await comes(2);
	expect(asked).toEqual([1, 2, 3, 6, 7]);
	wishes.clear();
	for (const number of [3, 6, 7]) await comes(number);
	expect(asked).toEqual([1, 2, 3, 6, 7]);
	wish(8);
	expect(asked).toContain(8);
});
