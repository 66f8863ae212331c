/** Where a tile lies, in CSS pixels. */
export interface Box {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
}

/**
 * Which tile an arrow key leads to, as the tiles really lie: rows of different groups need not line up. Undefined: the
 * key moves nothing, or there is no tile that way.
 */
export function stepTo(boxes: readonly Box[], from: number, key: string): number | undefined {
	const here = boxes[from];
	if (!here) return undefined;
	switch (key) {
		case 'ArrowRight':
			return from + 1 < boxes.length ? from + 1 : undefined;
		case 'ArrowLeft':
			return from > 0 ? from - 1 : undefined;
		case 'Home':
			return 0;
		case 'End':
			return boxes.length - 1;
		case 'ArrowDown':
			return nearest(boxes, here, (box) => box.top - (here.top + here.height / 2));
		case 'ArrowUp':
			return nearest(boxes, here, (box) => here.top - (box.top + box.height / 2));
		default:
			return undefined;
	}
}

/** In the nearest row that way, the tile that is nearest sideways. `ahead`: how far a tile lies that way. */
function nearest(boxes: readonly Box[], here: Box, ahead: (box: Box) => number): number | undefined {
	const there = boxes.map((box, index) => ({ box, index, ahead: ahead(box) })).filter((each) => each.ahead > 0);
	const row = Math.min(...there.map((each) => each.ahead));
	const inRow = there.filter((each) => each.ahead - row < here.height / 2);
	const middle = (box: Box) => box.left + box.width / 2;
	const [first] = inRow.toSorted(
		(a, b) => Math.abs(middle(a.box) - middle(here)) - Math.abs(middle(b.box) - middle(here)),
	);
	return first?.index;
}
