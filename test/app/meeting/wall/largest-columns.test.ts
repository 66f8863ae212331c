import { largestColumns } from '#lib/meeting/wall/largest-columns.ts';
import { expect, test } from 'vitest';

const between = { gap: 8, words: 48 };
const landscape = { width: 1140, height: 640, ...between };
const portrait = { width: 780, height: 980, ...between };
const wide = { width: 1880, height: 900, ...between };

test.each([
	['one fills the page', 1, landscape, 1],
	['two stand below each other where the page is high', 2, portrait, 1],
	['two stand beside each other where it is wide', 2, wide, 2],
	['three in two rows', 3, landscape, 2],
	['four as two by two', 4, landscape, 2],
	['five on a high page in two columns', 5, portrait, 2],
	['nine as three by three', 9, wide, 3],
	['before the page is measured, one', 0, { width: 0, height: 0, ...between }, 1],
])('%s', (_what, count, measure, columns) => expect(largestColumns(count, measure)).toBe(columns));
