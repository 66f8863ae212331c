import { wholePage, type PlacedLine, type PlacedWord } from '#meeting/words-on-page.ts';

/** What a row of Tesseract's table is about: the page as a whole, or a word. */
const [ofPage, ofWord] = ['1', '5'];

/**
 * The lines of a page by the table that Tesseract makes of it (`tesseract … tsv`): level, page, block, paragraph, line, word; left, top,
 * width and height in points of the picture; how sure it is; the text. @param most letters of all words; what is beyond is left out
 */
export function readTsv(table: string, most: number): readonly PlacedLine[] {
	const lines = new Map<string, PlacedWord[]>();
	let [across, down, letters] = [1, 1, 0];
	for (const row of table.split('\n')) {
		const [level, page, block, paragraph, line, , left, top, width, height, , said = ''] = row.split('\t');
		if (level === ofPage) [across, down] = [Number(width) || 1, Number(height) || 1];
		const text = said.normalize('NFC').trim();
		if (level !== ofWord || text === '') continue;
		letters += text.length + 1;
		if (letters > most) break;
		const part = (length: string | undefined, whole: number) => Math.round((Number(length) / whole) * wholePage);
		const key = [page, block, paragraph, line].join(' ');
		const words = lines.get(key) ?? [];
		words.push([text, part(left, across), part(top, down), part(width, across), part(height, down)]);
		lines.set(key, words);
	}
	return [...lines.values()];
}
