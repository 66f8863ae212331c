import { layPages, type Room, type Turned } from '#lib/papers/page-layout.ts';
import { partSeen, scrollTo, turnPoint, turnPointBack, zoomFor } from '#lib/papers/page-part.ts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

const sizes = [
	[595, 842],
	[842, 595],
	[595, 842],
] as const;
const turned = fc.constantFrom<Turned>(0, 90, 180, 270);
const frame = fc.record({ width: fc.integer({ min: 240, max: 2_000 }), height: fc.integer({ min: 240, max: 2_000 }) });
const room = fc.record({ frame, turned, zoom: fc.double({ min: 0.5, max: 4, noNaN: true }) });

const boxOf = ({ width, height }: { width: number; height: number }, of: Partial<Room>) => {
	const box = layPages(sizes, { width, height, fit: 'width', zoom: 1, turned: 0, ...of }).boxes[1];
	if (!box) throw new Error('no page');
	return box;
};

test('what the presenter sees of a page is seen by whoever follows, whatever the size of their screen and however each has turned it', () => {
	fc.assert(
		fc.property(room, frame, turned, fc.double({ min: 0, max: 1, noNaN: true }), (presenter, own, ownTurned, down) => {
			const from = boxOf(presenter.frame, presenter);
			const scrolled = {
				scrollLeft: Math.max(0, from.width - presenter.frame.width) * down,
				scrollTop: from.top + Math.max(0, from.height - presenter.frame.height) * down,
			};
			const part = partSeen(from, { ...presenter.frame, ...scrolled }, presenter.turned);
			const zoom = zoomFor(part, boxOf(own, { turned: ownTurned }), own, ownTurned);
			const box = boxOf(own, { turned: ownTurned, zoom });
			const at = scrollTo(part, box, own, ownTurned);
			// The corners of the part, on the follower's screen.
			for (const corner of [
				{ x: part.x, y: part.y },
				{ x: part.x + part.width, y: part.y + part.height },
			]) {
				const { x, y } = turnPoint(corner, ownTurned);
				expect(box.left + x * box.width - at.left).toBeGreaterThan(-4);
				expect(box.left + x * box.width - at.left).toBeLessThan(own.width + 4);
				expect(box.top + y * box.height - at.top).toBeGreaterThan(-4);
				expect(box.top + y * box.height - at.top).toBeLessThan(own.height + 4);
			}
		}),
		{ numRuns: 200 },
	);
});

test('scrolling alone changes no size: a part keeps its own over the edge of the page, and a page that is smaller is all of it', () => {
	const box = boxOf({ width: 600, height: 400 }, {});
	const at = (scrollTop: number) => partSeen(box, { width: 600, height: 400, scrollLeft: 0, scrollTop }, 0);
	expect(at(box.top - 200).height).toBe(at(box.top).height);
	expect(at(box.top - 200).y).toBeLessThan(0);
	const tall = { width: 600, height: 1_000, scrollLeft: 0, scrollTop: box.top - 250 };
	expect(partSeen(box, tall, 0)).toEqual({ x: 0, y: 0, width: 1, height: 1 });
});

test('a point comes back from every turn', () => {
	for (const by of [0, 90, 180, 270] as const) {
		const { x, y } = turnPointBack(turnPoint({ x: 0.2, y: 0.7 }, by), by);
		expect([x, y].map((each) => Math.round(each * 100) / 100)).toEqual([0.2, 0.7]);
	}
	expect(turnPoint({ x: 0, y: 0 }, 90)).toEqual({ x: 1, y: 0 });
});
