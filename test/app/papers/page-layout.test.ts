import { anchorAt, scrollFor } from '#lib/papers/anchor.ts';
import { layPage, layPages, pageInMiddle, pagesToDraw, topOf, type Room } from '#lib/papers/page-layout.ts';
import { expect, test } from 'vitest';

const room: Room = { width: 600, height: 800, fit: 'width', zoom: 1, turned: 0 };
const upright = [600, 800] as const;
const across = [1200, 600] as const;

test('pages of several sizes lie below each other, each as wide as the room', () => {
	const { boxes, width, height } = layPages([upright, across, upright], room);
	expect(boxes.map(({ page, left, top, width, height }) => [page, left, top, width, height])).toEqual([
		[1, 0, 0, 600, 800],
		[2, 0, 812, 600, 300],
		[3, 0, 1124, 600, 800],
	]);
	expect([width, height]).toEqual([600, 1924]);
});

test('turned, a page is as wide as it was high', () => {
	expect(layPages([across], { ...room, turned: 90 }).boxes[0]).toMatchObject({ width: 600, height: 1200, scale: 1 });
});

test('a page that is to be seen as a whole stands in the middle of the room', () => {
	expect(layPage(across, 7, { ...room, fit: 'page' }).boxes).toMatchObject([
		{ page: 7, left: 0, top: 250, width: 600, height: 300 },
	]);
	expect(layPage([400, 1600], 7, { ...room, fit: 'page' }).boxes).toMatchObject([{ left: 200, top: 0, width: 200 }]);
});

test('the page in the middle is read, and is brought to where it is in the middle', () => {
	const layout = layPages([upright, across, upright], room);
	const read = (top: number) => pageInMiddle(layout, { top, height: 800 });
	expect([0, 400, 412, 700, 719, 800].map(read)).toEqual([1, 1, 2, 2, 3, 3]);
	for (const box of layout.boxes) expect(read(topOf(box, 800))).toBe(box.page);
	expect(pageInMiddle(layPages([], room), { top: 0, height: 800 })).toBe(0);
});

test('what is seen is drawn before what is near, and no more than so many of 300', () => {
	const layout = layPages(
		Array.from({ length: 300 }, () => upright),
		room,
	);
	const { top } = layout.boxes[99] ?? { top: 0 };
	expect(pagesToDraw(layout, { top: top + 300, height: 800 }, 4)).toEqual([100, 101, 99, 102]);
	expect(pagesToDraw(layout, { top: 0, height: 800 }, 4)).toEqual([1, 2, 3, 4]);
});

test('the point between the fingers stays where it is while the pages grow', () => {
	const before = layPages([upright, upright, upright], room);
	const at = anchorAt(before, { scrollLeft: 0, scrollTop: 900 }, 150, 500);
	expect(at).toMatchObject({ page: 2, x: 0.25, y: 588 / 800 });
	const to = at && scrollFor(layPages([upright, upright, upright], { ...room, zoom: 2 }), at);
	expect(to).toEqual({ left: 300 - 150, top: 1612 + 2 * 588 - 500 });
	// Alone, another page than it was takes up no place of it.
	expect(at && scrollFor(layPage(upright, 3, room), at)).toBeUndefined();
});
