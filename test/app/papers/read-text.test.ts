import { PDFDocument, degrees } from '@cantoo/pdf-lib';
import { contentOf } from '#lib/papers/read-text.ts';
import type { PlacedLine } from '#meeting/words-on-page.ts';
import { getDocument, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { TextItem } from 'pdfjs-dist/types/src/display/api.js';
import { expect, test } from 'vitest';

/** A page of 600 × 800 points from (20, 30) on, which is shown turned. */
async function pageTurnedBy(turned: number): Promise<PDFPageProxy> {
	const paper = await PDFDocument.create();
	const page = paper.addPage([600, 800]);
	page.setMediaBox(0, 0, 700, 900);
	page.setCropBox(20, 30, 600, 800);
	page.setRotation(degrees(turned));
	return (await getDocument({ data: new Uint8Array(await paper.save()) }).promise).getPage(1);
}

const line: PlacedLine = [
	['Nghị', 1_000, 500, 500, 200],
	['quyết', 2_000, 510, 1_000, 190],
];
const itemsOf = (page: PDFPageProxy, lines: readonly PlacedLine[]) => contentOf(page, lines).items as TextItem[];

test.each([
	// The line begins at a tenth of what is shown, on its base line: 5 % and 8/10 of 2 % of its height.
	{ turned: 0, begins: [80, 830 - 52.8], along: [1, 0], size: 16, wide: 30 },
	{ turned: 90, begins: [20 + 39.6, 30 + 80], along: [0, 1], size: 12, wide: 40 },
	{ turned: 180, begins: [620 - 60, 30 + 52.8], along: [-1, 0], size: 16, wide: 30 },
	{ turned: 270, begins: [620 - 39.6, 830 - 80], along: [0, -1], size: 12, wide: 40 },
])('what is read stands where it is seen, on a page that is turned by $turned°', async (expected) => {
	const [first] = itemsOf(await pageTurnedBy(expected.turned), [line]);
	const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = (first?.transform ?? []) as number[];
	const {
		size,
		along: [right = 0, up = 0],
		begins,
	} = expected;
	const places = [a, b, c, d, x, y, first?.width ?? 0];
	const wanted = [right * size, up * size, -up * size, right * size, ...begins, expected.wide];
	for (const [at, place] of places.entries()) expect(place).toBeCloseTo(wanted[at] ?? Number.NaN, 5);
});

test('words of one line stand apart by spaces, and the line ends after its last', async () => {
	const items = itemsOf(await pageTurnedBy(0), [line, [['số', 0, 0, 10, 10]]]);
	expect(items.map(({ str, hasEOL }) => [str, hasEOL])).toEqual([
		['Nghị', false],
		[' ', false],
		['quyết', true],
		['số', true],
	]);
	expect(items[1]?.width).toBeCloseTo(0.05 * 600);
});

test('words of a line that climbs stand at their own height each', async () => {
	const climbs: PlacedLine = [
		['Nghị', 1_000, 700, 500, 200],
		['quyết', 2_000, 500, 1_000, 200],
	];
	const items = itemsOf(await pageTurnedBy(0), [climbs]);
	const heights = [items[0], items[2]].map((item) => (item?.transform as number[])[5] ?? 0);
	expect((heights[1] ?? 0) - (heights[0] ?? 0)).toBeCloseTo(0.02 * 800);
});
