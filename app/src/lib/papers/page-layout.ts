/** Of a page as its file has it, in points of 1/72 inch, unturned. */
export type PageSize = readonly [width: number, height: number];

/** By how much the reader has turned the pages, clockwise, in degrees. */
export type Turned = 0 | 90 | 180 | 270;

/** The room that pages are to fill, in CSS pixels, and how. */
export interface Room {
	readonly width: number;
	readonly height: number;
	/** `width`: as wide as the room · `page`: seen as a whole */
	readonly fit: 'width' | 'page';
	/** 1: as `fit` says */
	readonly zoom: number;
	readonly turned: Turned;
}

/** A page's place, in CSS pixels from the upper left corner of what is scrolled. */
export interface PageBox {
	/** from 1 */
	readonly page: number;
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
	/** CSS pixels for a point of the page */
	readonly scale: number;
}

/** What is scrolled. */
export interface Layout {
	readonly width: number;
	readonly height: number;
	/** by page */
	readonly boxes: readonly PageBox[];
}

/** Between two pages, in CSS pixels. */
const gap = 12;

function fitted([width, height]: PageSize, { turned, fit, zoom, ...room }: Room) {
	const [across, down] = turned % 180 === 0 ? [width, height] : [height, width];
	const byWidth = room.width / across;
	const scale = (fit === 'width' ? byWidth : Math.min(byWidth, room.height / down)) * zoom;
	return { width: Math.floor(across * scale), height: Math.floor(down * scale), scale };
}

/** One page alone, in the middle of the room where it is smaller. */
export function layPage(size: PageSize, page: number, room: Room): Layout {
	const box = fitted(size, room);
	const width = Math.max(room.width, box.width);
	const height = room.fit === 'page' ? Math.max(room.height, box.height) : box.height;
	const [left, top] = [Math.floor((width - box.width) / 2), Math.floor((height - box.height) / 2)];
	return { width, height, boxes: [{ page, left, top, ...box }] };
}

/** All pages, one below the other. */
export function layPages(sizes: readonly PageSize[], room: Room): Layout {
	const fits = sizes.map((size) => fitted(size, room));
	const width = fits.reduce((widest, box) => Math.max(widest, box.width), room.width);
	let height = 0;
	const boxes = fits.map((box, at): PageBox => {
		const top = height;
		height += box.height + gap;
		return { page: at + 1, left: Math.floor((width - box.width) / 2), top, ...box };
	});
	return { width, height: Math.max(0, height - gap), boxes };
}

/** What is seen of the layout from above to below, in CSS pixels. */
export interface Seen {
	readonly top: number;
	readonly height: number;
}

const middleOf = ({ top, height }: Seen) => top + height / 2;
const distance = (box: PageBox, at: number) => Math.max(box.top - at, at - box.top - box.height, 0);

/** The page that is read: the one in the middle, or nearest to it. 0: there is none. */
export function pageInMiddle({ boxes }: Layout, seen: Seen): number {
	const at = middleOf(seen);
	let [low, high] = [0, boxes.length - 1];
	while (low < high) {
		const half = (low + high) >> 1;
		const box = boxes[half];
		if (box && box.top + box.height + gap / 2 < at) low = half + 1;
		else high = half;
	}
	return boxes[low]?.page ?? 0;
}

/** Where the layout is scrolled to for reading the page: its head, or all of it in the middle where it is smaller. */
export function topOf({ top, height }: PageBox, room: number): number {
	return height < room ? Math.max(0, top - (room - height) / 2) : top;
}

/** Pages to be drawn, at most so many: what is seen, from the middle outwards, then what comes next. */
export function pagesToDraw(layout: Layout, seen: Seen, most: number): readonly number[] {
	const at = middleOf(seen);
	const page = pageInMiddle(layout, seen);
	const near = layout.boxes.slice(Math.max(0, page - 1 - most), page + most);
	return near
		.toSorted((one, other) => distance(one, at) - distance(other, at))
		.slice(0, most)
		.map((box) => box.page);
}
