import type { PlaceGroup } from '#lib/meeting/wall/site-wall.svelte.ts';
import { columnsIn, groupsShown, rowOf, stepFrom, wallLayout, wallRows } from '#lib/meeting/wall/wall-rows.ts';
import { describe, expect, test } from 'vitest';

const group = (code: string | null, ids: readonly string[]): PlaceGroup => {
	const places = ids.map((id) => ({ site: { id } }) as PlaceGroup['places'][number]);
	return { area: code === null ? null : { code, name: `Huyện ${code}` }, places, whole: places };
};

/** A group of five in rows of three, then, under a heading, one of three. */
const rows = wallRows([group('1', ['0', '1', '2', '3', '4']), group('2', ['5', '6', '7'])], 3);

test('a group has a heading and rows of tiles, the last one shorter', () => {
	expect(rows.map((row) => (row.kind === 'heading' ? row.group.area?.code : row.places.length))).toEqual([
		'1',
		3,
		2,
		'2',
		3,
	]);
	expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
	expect(wallRows([group(null, ['a'])], 3).map(({ kind }) => kind)).toEqual(['tiles']);
	expect(rowOf(rows, '4')).toBe(2);
	expect(rowOf(rows, 'hidden by a filter')).toBe(-1);
});

test('as many columns as fit, and one at least', () => {
	expect(columnsIn(600, 192, 8)).toBe(3);
	expect(columnsIn(592, 192, 8)).toBe(3);
	expect(columnsIn(591, 192, 8)).toBe(2);
	expect(columnsIn(90, 192, 8)).toBe(1);
});

test('few sites fill the place, many are as small as the stylesheet lets them be', () => {
	const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index));
	const measure = { width: 1200, height: 700, tile: 180, gap: 8, words: 64, heading: 56 };
	const layout = (...groups: number[]) =>
		wallLayout(
			groups.map((count) => group('x', ids(count))),
			measure,
		);
	// One heading: 644 px for the rows.
	expect(layout(1)).toEqual({ columns: 1, tile: Math.floor((644 - 72) * (16 / 9)) });
	expect(layout(4)).toEqual({ columns: 2, tile: Math.floor((644 / 2 - 72) * (16 / 9)) });
	expect(layout(9)).toEqual({ columns: 3, tile: Math.floor((644 / 3 - 72) * (16 / 9)) });
	expect(layout(320)).toEqual({ columns: columnsIn(1200, 180, 8), tile: null });
	// Each group begins a row of its own.
	expect(layout(1, 1, 1).tile).toBeLessThan(layout(3).tile ?? 0);
});

test('a bar that takes some of the height makes few sites a little smaller, and no row less', () => {
	const four = [group(null, ['a', 'b', 'c', 'd'])];
	const measure = { width: 782, height: 602, tile: 192, gap: 8, words: 64, heading: 56 };
	expect(wallLayout(four, measure)).toEqual({ columns: 2, tile: 387 });
	expect(wallLayout(four, { ...measure, height: 541 })).toEqual({ columns: 2, tile: 352 });
});

describe('arrow keys', () => {
	test.each([
		['ArrowRight', '2', '3'],
		['ArrowLeft', '3', '2'],
		['ArrowDown', '1', '4'],
		['ArrowDown', '2', '4'],
		['ArrowDown', '3', '5'],
		['ArrowUp', '7', '4'],
		['ArrowUp', '5', '3'],
		['ArrowUp', '4', '1'],
		['Home', '5', '0'],
		['End', '0', '7'],
	])('%s leads from tile %s to tile %s', (key, from, to) => {
		expect(stepFrom(rows, from, key)).toBe(to);
	});

	test.each([
		['ArrowRight', '7'],
		['ArrowLeft', '0'],
		['ArrowUp', '1'],
		['ArrowDown', '6'],
		['x', '3'],
		['ArrowDown', 'hidden by a filter'],
	])('%s leads nowhere from tile %s', (key, from) => {
		expect(stepFrom(rows, from, key)).toBeUndefined();
	});
});

test('few sites stand together and are larger than under the headings of their areas; many keep their areas', () => {
	const measure = { width: 1400, height: 870, tile: 192, gap: 8, words: 64, heading: 56 };
	const areas = [group('1', ['a', 'b']), group('2', ['c']), group('3', ['d'])];
	const shown = groupsShown(areas);
	expect(shown.map(({ area, places }) => [area, places.map(({ site }) => site.id)])).toEqual([
		[null, ['a', 'b', 'c', 'd']],
	]);
	expect(wallLayout(shown, measure).tile).toBeGreaterThan((wallLayout(areas, measure).tile ?? 0) * 1.5);
	const many = [group('1', ['a', 'b', 'c', 'd', 'e']), group('2', ['f', 'g', 'h', 'i', 'j'])];
	expect(groupsShown(many)).toBe(many);
	const alone = [group('1', ['a'])];
	expect(groupsShown(alone)).toBe(alone);
});
