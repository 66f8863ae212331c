import type { Turned } from '../papers/page-layout.ts';
import type { Box } from './mark.ts';

/** A page as it is shown: its size in CSS pixels, CSS pixels for a point, and how it is turned. */
export interface ShownPage {
	readonly width: number;
	readonly height: number;
	readonly scale: number;
	readonly turned: Turned;
}

/** In points of the page as it is shown, turned. */
const shownSize = ({ width, height, scale }: ShownPage) => ({ across: width / scale, down: height / scale });

/** Places the page's own points in what is shown, as an SVG transform. */
export function transformOf(page: ShownPage): string {
	const { across, down } = shownSize(page);
	const matrices = {
		0: [1, 0, 0, 1, 0, 0],
		90: [0, 1, -1, 0, across, 0],
		180: [-1, 0, 0, -1, across, down],
		270: [0, -1, 1, 0, 0, down],
	} as const;
	return `matrix(${matrices[page.turned].join(' ')})`;
}

/** A place in CSS pixels from the shown page's upper left corner, in the page's own points. */
export function pointAt(page: ShownPage, left: number, top: number): { x: number; y: number } {
	const { across, down } = shownSize(page);
	const [x, y] = [left / page.scale, top / page.scale];
	return {
		0: { x, y },
		90: { x: y, y: across - x },
		180: { x: across - x, y: down - y },
		270: { x: down - y, y: x },
	}[page.turned];
}

/** The other way: the page's own points in CSS pixels of the shown page. */
export function placeOf(page: ShownPage, x: number, y: number): { left: number; top: number } {
	const { across, down } = shownSize(page);
	const shown = {
		0: { x, y },
		90: { x: across - y, y: x },
		180: { x: across - x, y: down - y },
		270: { x: y, y: down - x },
	}[page.turned];
	return { left: shown.x * page.scale, top: shown.y * page.scale };
}

/** Rectangles in CSS pixels of the shown page, one for each line, as boxes of its own points. */
export function boxesOf(page: ShownPage, rects: readonly Rect[]): Box[] {
	return lines(rects).map((rect) => {
		const one = pointAt(page, rect.left, rect.top);
		const other = pointAt(page, rect.left + rect.width, rect.top + rect.height);
		const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
		return [x, y, Math.abs(one.x - other.x), Math.abs(one.y - other.y)].map(
			(value) => Math.round(value * 10) / 10,
		) as Box;
	});
}

interface Rect {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
}

/** Pieces of text beside each other are one line. */
function lines(rects: readonly Rect[]): Rect[] {
	const joined: Rect[] = [];
	for (const rect of rects) {
		if (rect.width < 1 || rect.height < 1) continue;
		const last = joined.at(-1);
		const overlap = last && Math.min(last.top + last.height, rect.top + rect.height) - Math.max(last.top, rect.top);
		if (!last || overlap === undefined || overlap < 0.6 * Math.min(last.height, rect.height)) {
			joined.push(rect);
			continue;
		}
		const left = Math.min(last.left, rect.left);
		const top = Math.min(last.top, rect.top);
		const right = Math.max(last.left + last.width, rect.left + rect.width);
		const bottom = Math.max(last.top + last.height, rect.top + rect.height);
		joined[joined.length - 1] = { left, top, width: right - left, height: bottom - top };
	}
	return joined;
}
