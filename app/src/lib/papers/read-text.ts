import { wholePage, type PlacedLine } from '#meeting/words-on-page.ts';
import type { PDFPageProxy } from 'pdfjs-dist';
import type { TextContent, TextItem } from 'pdfjs-dist/types/src/display/api.js';

/** Of a letter's height, what stands above its base line, as browsers' own letters have it. */
const aboveBase = 0.8;

/** A line that is so much higher than its highest word climbs or falls: each of its words stands for itself. */
const level = 1.5;

/** What was read in the picture of a page, as pdf.js tells of text that a page has itself. */
export function contentOf(page: PDFPageProxy, lines: readonly PlacedLine[]): TextContent {
	const viewport = page.getViewport({ scale: 1 });
	/** from a place of the page as it is shown to the file's own */
	const at = (x: number, y: number) => viewport.convertToPdfPoint(x, y) as [number, number];
	const [zeroX, zeroY] = at(0, 0);
	const [rightX, rightY] = at(1, 0).map((each, axis) => each - (axis === 0 ? zeroX : zeroY)) as [number, number];
	const [upX, upY] = at(0, -1).map((each, axis) => each - (axis === 0 ? zeroX : zeroY)) as [number, number];
	const long = Math.hypot(rightX, rightY);
	const [across, down] = [viewport.width / wholePage, viewport.height / wholePage];

	const piece = (str: string, left: number, width: number, top: number, height: number, hasEOL: boolean): TextItem => {
		const size = height * down;
		return {
			str,
			dir: 'ltr',
			transform: [
				rightX * size,
				rightY * size,
				upX * size,
				upY * size,
				...at(left * across, top * down + aboveBase * size),
			],
			width: width * across * long,
			height: size * long,
			fontName,
			hasEOL,
		};
	};

	const items = lines.flatMap((line) => {
		const top = Math.min(...line.map(([, , each]) => each));
		const height = Math.max(...line.map(([, , each, high]) => each + high)) - top;
		const isLevel = height < level * Math.max(...line.map(([, , , , high]) => high));
		return line.flatMap(([text, left, own, width, high], nth) => {
			const stands = isLevel ? ([top, height] as const) : ([own, high] as const);
			const next = line[nth + 1];
			const word = piece(text, left, width, ...stands, !next);
			return next ? [word, piece(' ', left + width, Math.max(0, next[1] - left - width), ...stands, false)] : [word];
		});
	});
	return {
		items,
		styles: { [fontName]: { ascent: aboveBase, descent: aboveBase - 1, vertical: false, fontFamily: 'sans-serif' } },
		lang: 'vi',
	};
}

const fontName = 'read';
