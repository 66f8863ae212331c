import fontkit from '@pdf-lib/fontkit';
import {
	PDFDocument,
	PDFHexString,
	PDFName,
	degrees,
	rgb,
	type PDFEmbeddedPage,
	type PDFFont,
	type PDFPage,
	type PDFRef,
} from '@cantoo/pdf-lib';
import type { CopyToDraw, DrawnSheets, PackToDraw } from '#db/documents/pack.ts';
import { readFile } from 'node:fs/promises';
import { create } from 'qrcode';

/** A4 upright, in points, as all measures here. */
const [width, height, margin] = [595, 842, 64];

/**
 * What a pack has besides its papers. A cover with the contents and one before each paper, with an outline that leads to these; and
 * what lies over each of its sheets: its number of all, over a paper's pages a QR of paper and page, and whose copy it is. No paper is
 * opened here: they are bound with it in the sandbox (app/intake/binder.ts).
 */
export async function drawSheets(pack: PackToDraw): Promise<DrawnSheets> {
	const covers = await begin(pack.title);
	const front = covers.document.addPage([width, height]);
	const begins = pack.papers.map((paper) => ({ paper, page: covers.document.addPage([width, height]) }));
	let sheets = 1;
	const contents = begins.map(({ paper, page }) => {
		sheets += 1;
		const begin = sheets;
		sheets += paper.sizes?.length ?? 0;
		write(page, covers.fonts, [
			{ text: paper.item, size: 13 },
			{ text: paper.title, size: 20, bold: true },
			{ text: paper.label, size: 12 },
			{ text: paper.missing, size: 13 },
		]);
		return { text: `${paper.title}  –  ${begin}`, size: 11 };
	});
	write(front, covers.fonts, [
		{ text: pack.title, size: 22, bold: true },
		...pack.about.map((text) => ({ text, size: 12 })),
		{ text: pack.contents, size: 14, bold: true },
		...contents,
	]);
	outline(
		covers.document,
		begins.map(({ paper, page }) => ({ title: paper.title, page: page.ref })),
	);
	return { covers: await covers.document.save(), over: await drawOver(pack, sheets), sheets };
}

/** What lies over each page of a copy that is no original: that it is one, and whose. */
export async function drawCopy({ sizes, mark, heading }: CopyToDraw): Promise<Uint8Array> {
	const { document, fonts } = await begin(heading);
	const side = sizes.flat().reduce((longest, each) => Math.max(longest, each), 1);
	const [whose] = mark === null ? [] : await document.embedPdf(await watermark(mark, side));
	for (const size of sizes) {
		const page = document.addPage([...size]);
		if (whose) page.drawPage(whose);
		const [line, letters] = [mark === null ? heading : `${heading} · ${mark}`, 9];
		const long = fonts.bold.widthOfTextAtSize(line, letters);
		const [x, y] = [(page.getWidth() - long) / 2, page.getHeight() - 16];
		page.drawRectangle({ x: x - 4, y: y - 3, width: long + 8, height: letters + 5, color: rgb(1, 1, 1), opacity: 0.8 });
		page.drawText(line, { x, y, size: letters, font: fonts.bold });
	}
	return document.save();
}

async function drawOver({ title, papers }: PackToDraw, sheets: number): Promise<Uint8Array> {
	const { document, fonts } = await begin(title);
	const blank = (size: readonly [number, number] = [width, height]) => {
		const page = document.addPage([...size]);
		number(page, fonts.regular, `${document.getPageCount()} / ${sheets}`);
		return page;
	};
	blank();
	const side = Math.max(...papers.flatMap(({ sizes = [] }) => sizes.flat()), 1);
	const marks = new Map<string, PDFEmbeddedPage>();
	for (const { mark } of papers) {
		if (mark === null || marks.has(mark)) continue;
		const [page] = await document.embedPdf(await watermark(mark, side));
		if (page) marks.set(mark, page);
	}
	for (const paper of papers) {
		const mark = paper.mark === null ? undefined : marks.get(paper.mark);
		blank();
		for (const [at, size] of (paper.sizes ?? []).entries()) {
			const page = blank(size);
			if (mark) page.drawPage(mark);
			code(page, `${paper.address}#page=${at + 1}`);
		}
	}
	return document.save();
}

interface Fonts {
	readonly regular: PDFFont;
	readonly bold: PDFFont;
}

async function begin(title: string): Promise<{ readonly document: PDFDocument; readonly fonts: Fonts }> {
	const document = await PDFDocument.create();
	document.setTitle(title);
	document.registerFontkit(fontkit);
	return { document, fonts: { regular: await embed(document, '400'), bold: await embed(document, '600') } };
}

/** The letters of the pages, as a font that a PDF takes, whole: 48 KB each. */
const embed = async (document: PDFDocument, weight: '400' | '600'): Promise<PDFFont> =>
	document.embedFont(await readFile(new URL(`fonts/be-vietnam-pro-${weight}.ttf`, import.meta.url)));

interface Line {
	readonly text: string;
	readonly size: number;
	readonly bold?: boolean;
}

/** One below the other from the top; what no longer fits onto the page is left out. */
function write(page: PDFPage, fonts: Fonts, lines: readonly Line[]): void {
	let y = height - margin - 40;
	for (const { text, size, bold = false } of lines) {
		const font = bold ? fonts.bold : fonts.regular;
		for (const part of broken(text, font, size, width - 2 * margin)) {
			if (y < margin) return;
			page.drawText(part, { x: margin, y, size, font });
			y -= size * 1.45;
		}
		if (text !== '') y -= 8;
	}
}

function broken(text: string, font: PDFFont, size: number, most: number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(/\s+/).filter((each) => each !== '')) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (font.widthOfTextAtSize(longer, size) <= most || line === '') line = longer;
		else {
			lines.push(line);
			line = word;
		}
	}
	return line === '' ? lines : [...lines, line];
}

function number(page: PDFPage, font: PDFFont, text: string): void {
	page.drawText(text, { x: (page.getWidth() - font.widthOfTextAtSize(text, 9)) / 2, y: 14, size: 9, font });
}

/** Whose copy it is, over all of a page, as light as what is read allows: drawn once, as large as the largest page. */
async function watermark(text: string, side: number): Promise<PDFDocument> {
	const { document, fonts } = await begin('');
	const page = document.addPage([side, side]);
	const long = fonts.regular.widthOfTextAtSize(text, 13);
	for (let v = 40; v < 2 * side; v += 150)
		for (let u = -side / 2; u < side; u += long + 50)
			page.drawText(text, {
				...{ x: u, y: v - (u + side / 2) * 0.3 },
				size: 13,
				font: fonts.regular,
				color: rgb(0.5, 0.5, 0.5),
				opacity: 0.22,
				rotate: degrees(25),
			});
	// Its letters become part of it only so, or where it is saved itself.
	await document.flush();
	return document;
}

/** In the lower right corner, on white; each row of its squares as the few strokes that it is. */
function code(page: PDFPage, address: string): void {
	const { modules } = create(address, { errorCorrectionLevel: 'L' });
	const { size } = modules;
	const rest = 2;
	const side = 38;
	const [x, y] = [page.getWidth() - side - 8, 8];
	page.drawRectangle({ x, y, width: side, height: side, color: rgb(1, 1, 1) });
	const strokes: string[] = [];
	for (let row = 0; row < size; row += 1)
		for (let from = 0; from < size; from += 1) {
			let to = from;
			while (to < size && modules.get(row, to)) to += 1;
			if (to > from) strokes.push(`M${from + rest} ${row + rest}h${to - from}v1h${from - to}z`);
			from = to;
		}
	page.drawSvgPath(strokes.join(''), { x, y: y + side, scale: side / (size + 2 * rest), color: rgb(0, 0, 0) });
}

/** pdf-lib knows no outlines: the objects as ISO 32000-2, 12.3.3 has them. */
function outline(document: PDFDocument, entries: readonly { readonly title: string; readonly page: PDFRef }[]): void {
	if (entries.length === 0) return;
	const { context } = document;
	const root = context.nextRef();
	const refs = entries.map(() => context.nextRef());
	for (const [at, { title, page }] of entries.entries()) {
		const [ref, previous, next] = [refs[at], refs[at - 1], refs[at + 1]];
		if (!ref) continue;
		const entry = context.obj({
			Parent: root,
			Dest: [page, 'Fit'],
			...(previous && { Prev: previous }),
			...(next && { Next: next }),
		});
		entry.set(PDFName.of('Title'), PDFHexString.fromText(title));
		context.assign(ref, entry);
	}
	const [first, last] = [refs[0], refs.at(-1)];
	if (!first || !last) return;
	context.assign(root, context.obj({ Type: 'Outlines', First: first, Last: last, Count: entries.length }));
	document.catalog.set(PDFName.of('Outlines'), root);
}
