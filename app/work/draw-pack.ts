import fontkit from '@pdf-lib/fontkit';
import {
	PDFDocument,
	PDFHexString,
	PDFName,
	degrees,
	rgb,
	type PDFFont,
	type PDFPage,
	type PDFRef,
} from '@cantoo/pdf-lib';
import type { Pack } from '#db/documents/pack.ts';
import { readFile } from 'node:fs/promises';
import { toBuffer } from 'qrcode';

/** Bytes of papers in one pack: what comes after that is named, and not put in. A thread holds several times as much. */
const mostBytes = 30 * 1024 * 1024;

/** A4 upright, in points, as all measures here. */
const [width, height, margin] = [595, 842, 64];

interface Fonts {
	readonly regular: PDFFont;
	readonly bold: PDFFont;
}

/**
 * All papers of a meeting as one PDF: a cover with the contents, a cover before each paper, an outline, and on each sheet its number
 * of all and a QR of its paper and page. Of the same papers always in the same order. What cannot be read is named, and does not
 * keep the others out.
 */
export async function drawPack(pack: Pack): Promise<Uint8Array> {
	const document = await PDFDocument.create();
	document.setTitle(pack.title);
	document.registerFontkit(fontkit);
	const fonts: Fonts = { regular: await embed(document, '400'), bold: await embed(document, '600') };
	const front = document.addPage([width, height]);
	const begins: { readonly paper: Pack['papers'][number]; readonly page: PDFPage; readonly number: number }[] = [];
	let bytes = 0;
	for (const paper of pack.papers) {
		bytes += paper.size;
		const pages = bytes > mostBytes ? undefined : await copy(document, paper.path);
		const cover = document.addPage([width, height]);
		begins.push({ paper, page: cover, number: document.getPageCount() });
		const missing = pages ? '' : bytes > mostBytes ? pack.words.tooLarge : pack.words.unreadable;
		write(cover, fonts, [
			{ text: paper.item, size: 13 },
			{ text: paper.title, size: 20, bold: true },
			{ text: paper.label, size: 12 },
			{ text: missing, size: 13 },
		]);
		for (const [at, page] of (pages ?? []).entries()) {
			document.addPage(page);
			if (paper.mark !== null) stamp(page, fonts.regular, paper.mark);
			await code(document, page, `${paper.address}#page=${at + 1}`);
		}
	}
	write(front, fonts, [
		{ text: pack.title, size: 22, bold: true },
		...pack.about.map((text) => ({ text, size: 12 })),
		{ text: pack.words.contents, size: 14, bold: true },
		...begins.map(({ paper, number }) => ({ text: `${paper.title}  –  ${number}`, size: 11 })),
	]);
	const pages = document.getPages();
	for (const [at, page] of pages.entries()) number(page, fonts.regular, `${at + 1} / ${pages.length}`);
	outline(
		document,
		begins.map(({ paper, page }) => ({ title: paper.title, page: page.ref })),
	);
	return document.save();
}

/** The letters of the pages, as a font that a PDF takes, whole: 48 KB each. */
const embed = async (document: PDFDocument, weight: '400' | '600'): Promise<PDFFont> =>
	document.embedFont(await readFile(new URL(`fonts/be-vietnam-pro-${weight}.ttf`, import.meta.url)));

/** Undefined: nobody can read it here. */
async function copy(into: PDFDocument, path: string): Promise<PDFPage[] | undefined> {
	try {
		const source = await PDFDocument.load(await readFile(path), { updateMetadata: false });
		return await into.copyPages(source, source.getPageIndices());
	} catch {
		return undefined;
	}
}

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

/** A page as it is seen: turned pages have their left and their bottom elsewhere. */
function seen(page: PDFPage) {
	const box = page.getCropBox();
	const turned = ((page.getRotation().angle % 360) + 360) % 360;
	const [across, up] = turned % 180 === 0 ? [box.width, box.height] : [box.height, box.width];
	const at = (u: number, v: number) => {
		const { x, y, width: w, height: h } = box;
		if (turned === 90) return { x: x + w - v, y: y + u };
		if (turned === 180) return { x: x + w - u, y: y + h - v };
		if (turned === 270) return { x: x + v, y: y + h - u };
		return { x: x + u, y: y + v };
	};
	return { across, up, at, turned };
}

function number(page: PDFPage, font: PDFFont, text: string): void {
	const { across, at, turned } = seen(page);
	page.drawText(text, {
		...at(across / 2 - font.widthOfTextAtSize(text, 9) / 2, 14),
		size: 9,
		font,
		rotate: degrees(turned),
	});
}

/** Who had it made, over all of the page, as light as what is read allows. */
function stamp(page: PDFPage, font: PDFFont, text: string): void {
	const { across, up, at, turned } = seen(page);
	const long = font.widthOfTextAtSize(text, 13);
	for (let v = 40; v < up + across; v += 150)
		for (let u = -across / 2; u < across; u += long + 50)
			page.drawText(text, {
				...at(u, v - (u + across / 2) * 0.3),
				size: 13,
				font,
				color: rgb(0.5, 0.5, 0.5),
				opacity: 0.22,
				rotate: degrees(turned + 25),
			});
}

async function code(document: PDFDocument, page: PDFPage, address: string): Promise<void> {
	const { across, at, turned } = seen(page);
	const image = await document.embedPng(await toBuffer(address, { margin: 1, scale: 3, errorCorrectionLevel: 'L' }));
	page.drawImage(image, { ...at(across - 46, 8), width: 38, height: 38, rotate: degrees(turned) });
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
