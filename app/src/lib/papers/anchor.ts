import type { Layout } from './page-layout.ts';

/** A point of a page that stays where it is on the screen while the pages change their size. */
export interface Anchor {
	readonly page: number;
	/** the point, in parts of the page's width and height */
	readonly x: number;
	readonly y: number;
	/** where it stands, in CSS pixels from the frame's upper left corner */
	readonly atX: number;
	readonly atY: number;
}

interface Scrolled {
	readonly scrollLeft: number;
	readonly scrollTop: number;
}

/** The point that stands there; undefined: there is no page. */
export function anchorAt(
	layout: Layout,
	{ scrollLeft, scrollTop }: Scrolled,
	atX: number,
	atY: number,
): Anchor | undefined {
	const [x, y] = [scrollLeft + atX, scrollTop + atY];
	const box = layout.boxes.findLast(({ top }) => top <= y) ?? layout.boxes[0];
	if (!box) return undefined;
	return { page: box.page, x: (x - box.left) / box.width, y: (y - box.top) / box.height, atX, atY };
}

/** Where to scroll to so that the point stands there again; undefined: its page is not laid out. */
export function scrollFor(layout: Layout, { page, x, y, atX, atY }: Anchor): { left: number; top: number } | undefined {
	const box = layout.boxes.length === 1 ? layout.boxes[0] : layout.boxes[page - 1];
	if (box?.page !== page) return undefined;
	return { left: box.left + x * box.width - atX, top: box.top + y * box.height - atY };
}
