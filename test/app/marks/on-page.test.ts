import { isMet, pathOf } from '#lib/marks/ink-path.ts';
import { boxesOf, placeOf, pointAt, type ShownPage } from '#lib/marks/on-page.ts';
import { expect, test } from 'vitest';

/** An upright page of 200 by 300 points, shown twice as large. */
const upright: ShownPage = { width: 400, height: 600, scale: 2, turned: 0 };
const across = { width: 600, height: 400, scale: 2 };

test.each([
	[upright, [20, 40], [10, 20]],
	[{ ...across, turned: 90 }, [560, 20], [10, 20]],
	[{ ...upright, turned: 180 }, [380, 560], [10, 20]],
	[{ ...across, turned: 270 }, [40, 380], [10, 20]],
] as const)('a place on a page stays where it is, however it is turned', (page, [left, top], [x, y]) => {
	expect(pointAt(page, left, top)).toEqual({ x, y });
	expect(placeOf(page, x, y)).toEqual({ left, top });
});

test('pieces of a line of text are one box, and lines are boxes of their own', () => {
	const rects = [
		{ left: 20, top: 40, width: 100, height: 20 },
		{ left: 120, top: 42, width: 60, height: 18 },
		{ left: 20, top: 70, width: 40, height: 20 },
	];
	expect(boxesOf(upright, rects)).toEqual([
		[10, 20, 80, 10],
		[10, 35, 20, 10],
	]);
	expect(boxesOf({ ...across, turned: 90 }, [{ left: 540, top: 20, width: 20, height: 160 }])).toEqual([
		[10, 20, 80, 10],
	]);
});

test('a stroke is drawn as an outline, and met near its line and not beside it', () => {
	const ink = {
		kind: 'ink',
		tool: 'pen',
		colour: 'blue',
		width: 2,
		points: [0, 0, 50, 100, 0, 50, 100, 100, 80],
	} as const;
	const stroke = { ...ink, points: [...ink.points] };
	expect(pathOf(stroke)).toMatch(/^M[-\d. ]+Q.*Z$/);
	expect(isMet(stroke, 50, 3, 4)).toBe(true);
	expect(isMet(stroke, 97, 60, 4)).toBe(true);
	expect(isMet(stroke, 50, 50, 4)).toBe(false);
	expect(isMet({ kind: 'stamp', x: 50, y: 50, stamp: 'agree' }, 100, 55, 0)).toBe(true);
});
