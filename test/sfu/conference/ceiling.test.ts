import { expect, test } from 'vitest';
import { Ceiling } from '#sfu/conference/ceiling.ts';

test('a way is tried with twice of what it carries once that is nearly reached, in the end with everything', () => {
	const ceiling = new Ceiling();
	const course = [600_000, 1_700_000, 1_800_000, 2_000_000, 4_000_000, 9_000_000];
	expect(course.map((available) => ceiling.take(available, false))).toEqual([
		undefined,
		undefined,
		4_000_000,
		undefined,
		0,
		undefined,
	]);
});

test('a way that has become narrow is tried with twice of what it carries by now, or what harms no way', () => {
	const ceiling = new Ceiling();
	for (const available of [2_000_000, 4_000_000]) ceiling.take(available, false);
	expect(ceiling.take(1_500_000, true)).toBe(3_000_000);
	expect(ceiling.take(300_000, true)).toBe(1_000_000);
	expect(ceiling.take(700_000, false)).toBeUndefined();
});
