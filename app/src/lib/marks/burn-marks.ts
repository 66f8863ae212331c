import {
	BlendMode,
	concatTransformationMatrix,
	PDFDocument,
	popGraphicsState,
	pushGraphicsState,
	rgb,
	type PDFImage,
	type PDFPage,
	type RGB,
} from '@cantoo/pdf-lib';
import { noteSize, pathOf, stampSize } from './ink-path.ts';
import type { Content, Mark } from './mark.ts';

/** Letters as a picture: a PDF has those of a font alone, and Vietnamese ones are in none that every reader has. */
export interface Picture {
	/** a PNG */
	readonly bytes: Uint8Array;
	/** in points */
	readonly width: number;
	readonly height: number;
}

/** Draws what has letters: `kind` says how they look. */
export type DrawLetters = (text: string, kind: 'stamp-agree' | 'stamp-amend' | 'note' | 'list') => Promise<Picture>;

/** What stands beside the letters of a note at the end: `1 (page 3): …` */
export type NoteLine = (number: number, page: number, text: string) => string;

const colours: Readonly<Record<'blue' | 'red' | 'green', RGB>> = {
	blue: rgb(0.11, 0.31, 0.85),
	red: rgb(0.79, 0.08, 0.16),
	green: rgb(0.06, 0.48, 0.24),
};

/** A4 upright, in points, with its margin. */
const [width, height, margin] = [595, 842, 48];

interface Wanted {
	readonly letters: DrawLetters;
	readonly noteLine: NoteLine;
	/** heads the list of notes */
	readonly notesTitle: string;
}

/**
 * A copy of a PDF with marks drawn on its pages. Notes have a number where they stand, and what they say on sheets at the end.
 * Rejects where the file is encrypted or damaged.
 */
export async function burnMarks(bytes: Uint8Array, marks: readonly Mark[], wanted: Wanted): Promise<Uint8Array> {
	const document = await PDFDocument.load(bytes, { updateMetadata: false });
	const pages = document.getPages();
	const notes: string[] = [];
	const known = new Map<string, { image: PDFImage; picture: Picture }>();
	const imageOf = async (text: string, kind: Parameters<DrawLetters>[1]) => {
		const key = `${kind} ${text}`;
		const before = known.get(key);
		if (before) return before;
		const picture = await wanted.letters(text, kind);
		const made = { image: await document.embedPng(picture.bytes), picture };
		known.set(key, made);
		return made;
	};
	for (const [at, page] of pages.entries()) {
		const own = marks.filter((mark) => mark.page === at + 1);
		if (own.length === 0) continue;
		page.pushOperators(pushGraphicsState(), concatTransformationMatrix(...shownAs(page)));
		for (const { content } of own) {
			if (content.kind === 'ink' || content.kind === 'words') {
				draw(page, content);
				continue;
			}
			if (content.kind === 'note') notes.push(wanted.noteLine(notes.length + 1, at + 1, content.text));
			const { image } =
				content.kind === 'note'
					? await imageOf(String(notes.length), 'note')
					: await imageOf('', content.stamp === 'agree' ? 'stamp-agree' : 'stamp-amend');
			const size = content.kind === 'note' ? { width: noteSize, height: noteSize } : stampSize;
			page.drawImage(image, { x: content.x - size.width / 2, y: -content.y - size.height / 2, ...size });
		}
		page.pushOperators(popGraphicsState());
	}
	if (notes.length > 0) await list(document, [wanted.notesTitle, ...notes], (text) => imageOf(text, 'list'));
	return document.save();
}

/** From points of the page as it is shown, upwards from its upper left corner, to its own: /Rotate turns it clockwise. */
function shownAs(page: PDFPage): [number, number, number, number, number, number] {
	const { x, y, width: across, height: down } = page.getCropBox();
	const turned = (((page.getRotation().angle % 360) + 360) % 360) as 0 | 90 | 180 | 270;
	return {
		0: [1, 0, 0, 1, x, y + down],
		90: [0, 1, -1, 0, x, y],
		180: [-1, 0, 0, -1, x + across, y],
		270: [0, -1, 1, 0, x + across, y + down],
	}[turned] as [number, number, number, number, number, number];
}

function draw(page: PDFPage, content: Extract<Content, { kind: 'ink' | 'words' }>): void {
	const color = colours[content.colour];
	const lit = { opacity: 0.32, blendMode: BlendMode.Multiply };
	if (content.kind === 'words')
		for (const [x, y, across, down] of content.boxes)
			page.drawRectangle({ x, y: -y - down, width: across, height: down, color, ...lit });
	else
		page.drawSvgPath(pathOf(content), {
			x: 0,
			y: 0,
			color,
			borderWidth: 0,
			...(content.tool === 'highlighter' && lit),
		});
}

async function list(
	document: PDFDocument,
	lines: readonly string[],
	imageOf: (text: string) => Promise<{ image: PDFImage; picture: Picture }>,
): Promise<void> {
	let page = document.addPage([width, height]);
	let top = height - margin;
	for (const line of lines) {
		const { image, picture } = await imageOf(line);
		const scale = Math.min(1, (width - 2 * margin) / picture.width, (height - 2 * margin) / picture.height);
		const size = { width: picture.width * scale, height: picture.height * scale };
		if (top - size.height < margin) {
			page = document.addPage([width, height]);
			top = height - margin;
		}
		page.drawImage(image, { x: margin, y: top - size.height, ...size });
		top -= size.height + 8;
	}
}
