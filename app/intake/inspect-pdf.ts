/**
 * A program of its own (inspector.ts runs it): reads the PDF that its argument names, and says what is in it, as one line of JSON.
 * Whatever the file makes pdf.js do, it can neither write, nor start a program, nor reach the network.
 */
import type { TextContent } from 'pdfjs-dist/types/src/display/api.js';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { getDocument, VerbosityLevel, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PageSize } from '#db/documents/paper-contents.ts';
import { foldInPlace } from '#db/fold.ts';
import { bearsStamp, linesOf, type Piece } from './secrecy-stamp.ts';
import { longestSide, mostPages, mostText, type Said, type Unreadable } from './inspection.ts';
import { Refused } from './refused.ts';

/** Of the first page, beyond what anybody writes on one. */
const mostPieces = 20_000;

let repaired = false;
// pdf.js tells of a repair in a warning, and nowhere else.
const hear = (...said: unknown[]) => {
	repaired ||= String(said[0]).includes('Indexing all PDF objects');
};
Object.assign(console, { warn: hear, log: hear });

const say = (said: Said) => process.stdout.write(`${JSON.stringify(said)}\n`);

async function read(file: string): Promise<void> {
	const library = path.dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')));
	const task = getDocument({
		data: new Uint8Array(readFileSync(file)),
		cMapUrl: `${library}/cmaps/`,
		standardFontDataUrl: `${library}/standard_fonts/`,
		wasmUrl: `${library}/wasm/`,
		enableXfa: true,
		verbosity: VerbosityLevel.WARNINGS,
	});
	const document = await task.promise;
	if (document.isPureXfa) throw new Refused('paper-is-xfa');
	if (document.numPages < 1) throw new Refused('paper-has-no-pages');
	if (document.numPages > mostPages) throw new Refused('paper-has-too-many-pages');
	await sayPages(document);
	const { info } = (await document.getMetadata()) as { info: { IsSignaturesPresent?: boolean } };
	const stamped = await isStamped(document);
	say({ read: { signed: info.IsSignaturesPresent === true, repaired, stamped } });
}

async function sayPages(document: PDFDocumentProxy): Promise<void> {
	let left: number = mostText.all;
	let shown = 0;
	for (let number = 1; number <= document.numPages; number += 1) {
		const page = await document.getPage(number).catch(() => undefined);
		const size = page && requireSize(page);
		const text = page ? await textOf(page, Math.min(mostText.page, left)) : '';
		say({ page: { text, folded: foldInPlace(text), ...(size && { size }) } });
		page?.cleanup();
		left -= text.length;
		shown += page ? 1 : 0;
	}
	if (shown === 0) throw new Refused('paper-unreadable');
}

/** What cannot be read says nothing, and is seen by whoever opens it. */
async function isStamped(document: PDFDocumentProxy): Promise<boolean> {
	try {
		const first = await document.getPage(1);
		const pieces: Piece[] = [];
		const reader = first.streamTextContent().getReader();
		for (let part = await reader.read(); !part.done && pieces.length < mostPieces; part = await reader.read())
			for (const item of (part.value as TextContent).items) if ('str' in item) pieces.push(item);
		await reader.cancel();
		return bearsStamp(linesOf(pieces));
	} catch {
		return false;
	}
}

type Page = Awaited<ReturnType<PDFDocumentProxy['getPage']>>;

function requireSize(page: Page): PageSize {
	const { width, height } = page.getViewport({ scale: 1 });
	// What is no number is none that could be shown either.
	const isShown = width > 0 && height > 0 && Math.max(width, height) <= longestSide;
	if (!isShown) throw new Refused('paper-has-absurd-pages');
	return [tenths(width), tenths(height)];
}

const tenths = (length: number) => Math.max(0.1, Math.round(length * 10) / 10);

/** Empty where it cannot be had: a page whose text is broken may be seen well. */
async function textOf(page: Page, most: number): Promise<string> {
	const reader = page.streamTextContent().getReader();
	let text = '';
	try {
		for (let part = await reader.read(); !part.done && text.length < most; part = await reader.read())
			for (const item of (part.value as TextContent).items)
				if ('str' in item) text += item.hasEOL ? `${item.str} ` : item.str;
		await reader.cancel();
	} catch {
		return '';
	}
	return text.normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, most);
}

function codeOf(error: unknown): Unreadable {
	if (error instanceof Refused) return error.code;
	return (error as Error).name === 'PasswordException' ? 'paper-needs-password' : 'paper-unreadable';
}

await read(process.argv[2] ?? '').catch((error: unknown) => say({ refused: codeOf(error) }));
