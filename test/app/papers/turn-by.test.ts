import { turnBy } from '#lib/papers/turn-by.ts';
import { expect, test } from 'vitest';

test.each([
	['to the left and quick', { x: 220, y: 310, at: 200 }, 1],
	['to the right', { x: 380, y: 300, at: 300 }, -1],
	['a little', { x: 260, y: 300, at: 100 }, 0],
	['down, a little across', { x: 230, y: 500, at: 200 }, 0],
	['aslant', { x: 200, y: 360, at: 200 }, 0],
	['across and slow, as who drags', { x: 150, y: 300, at: 900 }, 0],
])('a finger that goes %s', (_, to, pages) => {
	expect(turnBy({ x: 300, y: 300, at: 0 }, to)).toBe(pages);
});
