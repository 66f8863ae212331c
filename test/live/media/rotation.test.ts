import { nextPage } from '#live/media/rotation.ts';
import { expect, test } from 'vitest';

const all = ['a', 'b', 'c', 'd', 'e'];

test('page after page comes round, beginning anew in the middle of the last', () => {
	expect(nextPage(all, [], 2)).toEqual(['a', 'b']);
	expect(nextPage(all, ['a', 'b'], 2)).toEqual(['c', 'd']);
	expect(nextPage(all, ['c', 'd'], 2)).toEqual(['e', 'a']);
});

test('fewer than a page are all shown, nobody twice', () => {
	expect(nextPage(['a', 'b'], ['a', 'b'], 9)).toEqual(['a', 'b']);
	expect(nextPage([], ['a'], 9)).toEqual([]);
});

test('who has left in between does not stop it', () => {
	expect(nextPage(['a', 'b', 'c'], ['x', 'y'], 2)).toEqual(['a', 'b']);
});
