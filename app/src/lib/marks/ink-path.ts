import { getStroke } from 'perfect-freehand';
import type { Box, Content, Ink } from './mark.ts';

const paths = new WeakMap<Ink, string>();

/** The outline of a stroke as an SVG path. */
export function pathOf(ink: Ink): string {
	const known = paths.get(ink);
	if (known !== undefined) return known;
	const path = outline(ink);
	paths.set(ink, path);
	return path;
}

function outline({ tool, width, points }: Ink): string {
	const around = getStroke(pointsOf(points), {
		size: width,
		thinning: tool === 'pen' ? 0.6 : 0,
		smoothing: 0.5,
		streamline: 0.35,
		simulatePressure: false,
		last: true,
	});
	const [first, ...others] = around;
	if (!first) return '';
	const last = around.at(-1) ?? first;
	let path = `M${round(middle(last[0], first[0]))} ${round(middle(last[1], first[1]))}`;
	let before = first;
	for (const point of [...others, first]) {
		path += `Q${round(before[0])} ${round(before[1])} ${round(middle(before[0], point[0]))} ${round(middle(before[1], point[1]))}`;
		before = point;
	}
	return `${path}Z`;
}

const middle = (one: number, other: number): number => (one + other) / 2;
const round = (value: number): number => Math.round(value * 100) / 100;

const pointsOf = (flat: readonly number[]): [number, number, number][] =>
	Array.from({ length: Math.floor(flat.length / 3) }, (_, at) => [
		flat[3 * at] ?? 0,
		flat[3 * at + 1] ?? 0,
		(flat[3 * at + 2] ?? 0) / 100,
	]);

/** How large a stamp and a note's sign are on the page, in points. */
export const stampSize = { width: 118, height: 26 };
export const noteSize = 18;

/** Whether an eraser of so many points around x, y meets the mark. */
export function isMet(content: Content, x: number, y: number, around: number): boolean {
	switch (content.kind) {
		case 'ink': {
			const reach = around + content.width / 2;
			const points = pointsOf(content.points);
			return points.some((point, at) => distance(point, points[at + 1] ?? point, x, y) <= reach);
		}
		case 'words':
			return content.boxes.some((box) => isIn(box, x, y, around));
		case 'note':
			return isIn([content.x - noteSize / 2, content.y - noteSize / 2, noteSize, noteSize], x, y, around);
		case 'stamp': {
			const { width, height } = stampSize;
			return isIn([content.x - width / 2, content.y - height / 2, width, height], x, y, around);
		}
	}
}

/** Around what is marked, in points of the page. */
export function boxOf(content: Content): Box {
	switch (content.kind) {
		case 'ink': {
			const points = pointsOf(content.points);
			const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
			const [x, y] = [xs.reduce(least, Infinity), ys.reduce(least, Infinity)];
			return [x, y, xs.reduce(most, -Infinity) - x, ys.reduce(most, -Infinity) - y];
		}
		case 'words': {
			const [x, y] = [0, 1].map((at) => content.boxes.map((box) => box[at] ?? 0).reduce(least, Infinity));
			const right = content.boxes.map(([left, , width]) => left + width).reduce(most, -Infinity);
			const bottom = content.boxes.map(([, top, , height]) => top + height).reduce(most, -Infinity);
			return [x ?? 0, y ?? 0, right - (x ?? 0), bottom - (y ?? 0)];
		}
		case 'note':
			return [content.x, content.y, 0, 0];
		case 'stamp':
			return [content.x - stampSize.width / 2, content.y - stampSize.height / 2, stampSize.width, stampSize.height];
	}
}

const least = (one: number, other: number): number => Math.min(one, other);
const most = (one: number, other: number): number => Math.max(one, other);

const isIn = ([left, top, width, height]: Box, x: number, y: number, around: number): boolean =>
	x >= left - around && x <= left + width + around && y >= top - around && y <= top + height + around;

/** Of a point from a straight line between two others. */
function distance([ax, ay]: readonly number[], [bx, by]: readonly number[], x: number, y: number): number {
	const [fromX = 0, fromY = 0, toX = 0, toY = 0] = [ax, ay, bx, by];
	const [alongX, alongY] = [toX - fromX, toY - fromY];
	const length = alongX ** 2 + alongY ** 2;
	const at = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - fromX) * alongX + (y - fromY) * alongY) / length));
	return Math.hypot(x - fromX - at * alongX, y - fromY - at * alongY);
}
