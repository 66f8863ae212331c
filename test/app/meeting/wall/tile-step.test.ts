import { stepTo, type Box } from '#lib/meeting/wall/tile-step.ts';
import { describe, expect, test } from 'vitest';

/** Two groups: a row of three and one of two, then, under a heading, a row of three. */
const rows = [3, 2, 3];
const tops = [0, 100, 240];
const boxes: Box[] = rows.flatMap((count, row) =>
	Array.from({ length: count }, (_, column) => ({
		left: column * 150,
		top: tops[row] ?? 0,
		width: 140,
		height: 90,
	})),
);

describe('arrow keys', () => {
	test.each([
		['ArrowRight', 2, 3],
		['ArrowLeft', 3, 2],
		['ArrowDown', 1, 4],
		['ArrowDown', 2, 4],
		['ArrowDown', 3, 5],
		['ArrowUp', 7, 4],
		['ArrowUp', 5, 3],
		['ArrowUp', 4, 1],
		['Home', 5, 0],
		['End', 0, 7],
	])('%s leads from tile %i to tile %i', (key, from, to) => {
		expect(stepTo(boxes, from, key)).toBe(to);
	});

	test.each([
		['ArrowRight', 7],
		['ArrowLeft', 0],
		['ArrowUp', 1],
		['ArrowDown', 6],
		['x', 3],
		['ArrowDown', -1],
	])('%s leads nowhere from tile %i', (key, from) => {
		expect(stepTo(boxes, from, key)).toBeUndefined();
	});
});
