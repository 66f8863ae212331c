import type { Part } from './draw-page.ts';

/** What of the sheet is seen in the frame, in CSS pixels from the sheet's upper left corner; undefined: nothing. */
export function seenPart(frame: DOMRectReadOnly, sheet: DOMRectReadOnly): Part | undefined {
	const left = Math.max(frame.left, sheet.left);
	const top = Math.max(frame.top, sheet.top);
	const width = Math.min(frame.right, sheet.right) - left;
	const height = Math.min(frame.bottom, sheet.bottom) - top;
	return width >= 1 && height >= 1 ? { x: left - sheet.left, y: top - sheet.top, width, height } : undefined;
}
