import type { PagePart, PagePoint } from '#contract/shown.ts';
import type { PageBox, Turned } from './page-layout.ts';

/** What pages are scrolled in, in CSS pixels. */
interface Frame {
	readonly width: number;
	readonly height: number;
}

/** A point of the page as it lies in its file, in parts of its width and height, where the page is turned; and the way back. */
export function turnPoint({ x, y }: PagePoint, turned: Turned): PagePoint {
	return { 0: { x, y }, 90: { x: 1 - y, y: x }, 180: { x: 1 - x, y: 1 - y }, 270: { x: y, y: 1 - x } }[turned];
}

const back = { 0: 0, 90: 270, 180: 180, 270: 90 } as const;
export const turnPointBack = (point: PagePoint, turned: Turned): PagePoint => turnPoint(point, back[turned]);

function turnPart({ x, y, width, height }: PagePart, turned: Turned): PagePart {
	const one = turnPoint({ x, y }, turned);
	const other = turnPoint({ x: x + width, y: y + height }, turned);
	return {
		x: Math.min(one.x, other.x),
		y: Math.min(one.y, other.y),
		width: Math.abs(one.x - other.x),
		height: Math.abs(one.y - other.y),
	};
}

const fine = (value: number) => Math.round(value * 10_000) / 10_000;
const within = (value: number) => Math.min(Math.max(fine(value), -1), 1);

/** What is seen of the page. Of one that is smaller than the frame, all across or down it, wherever it lies there. */
export function partSeen(
	{ left, top, width, height }: PageBox,
	{ scrollLeft, scrollTop, ...frame }: Frame & { readonly scrollLeft: number; readonly scrollTop: number },
	turned: Turned,
): PagePart {
	const [across, down] = [Math.min(1, frame.width / width), Math.min(1, frame.height / height)];
	const seen = {
		x: across === 1 ? 0 : (scrollLeft - left) / width,
		y: down === 1 ? 0 : (scrollTop - top) / height,
		width: across,
		height: down,
	};
	const part = turnPart(seen, back[turned]);
	return { x: within(part.x), y: within(part.y), width: fine(part.width), height: fine(part.height) };
}

/** @param box of the page at zoom 1. Returns the zoom at which the part just fits into the frame. */
export function zoomFor(part: PagePart, box: Frame, frame: Frame, turned: Turned): number {
	const { width, height } = turnPart(part, turned);
	return Math.min(frame.width / (width * box.width), frame.height / (height * box.height), mostFollowed);
}

/** Larger than one's own hand makes it: who presents on a phone shows others a part of what they see at once. */
const mostFollowed = 8;

/** Where to scroll to so that the part stands in the middle of the frame. */
export function scrollTo(part: PagePart, box: PageBox, frame: Frame, turned: Turned): { left: number; top: number } {
	const { x, y, width, height } = turnPart(part, turned);
	return {
		left: box.left + (x + width / 2) * box.width - frame.width / 2,
		top: box.top + (y + height / 2) * box.height - frame.height / 2,
	};
}
