import { folded } from '#lib/org/folded.ts';
import type { PDFPageProxy } from 'pdfjs-dist';
import type { PlacedLine } from '#meeting/words-on-page.ts';
import { contentOf } from './read-text.ts';
import { viewportOf, type Standing } from './draw-page.ts';
import { loadLibrary } from './pdf-library.ts';

/**
 * Lays the page's text over its picture, each word at its place and as wide as there: it can be selected and copied, and is read
 * out. @param read what was read in the picture of a page that has none of its own. Resolves false when `signal` stopped it.
 */
export async function layText(
	page: PDFPageProxy,
	container: HTMLElement,
	standing: Standing,
	signal: AbortSignal,
	read?: readonly PlacedLine[],
): Promise<boolean> {
	const { TextLayer } = await loadLibrary();
	if (signal.aborted) return false;
	container.replaceChildren();
	const layer = new TextLayer({
		textContentSource: read ? contentOf(page, read) : page.streamTextContent(),
		container,
		viewport: viewportOf(page, standing),
	});
	const stop = () => layer.cancel();
	signal.addEventListener('abort', stop);
	try {
		await layer.render();
		return !signal.aborted;
	} catch {
		// The picture can be read all the same.
		return false;
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

/** Places where words stand in a page's text, marked until they are cleared. */
export interface Marked {
	/** in their order */
	readonly places: readonly Range[];
	clear(): void;
}

/** Marks where the words stand in the text, with or without marks as the server finds them. */
export function markWords(container: HTMLElement, words: string): Marked {
	const places = words === '' ? [] : rangesOf(container, words);
	return { places, clear: highlight('found', places) };
}

/** Marks the one that is looked at. Returns how the mark goes. */
export const markPlace = (place: Range): (() => void) => highlight('found-now', [place]);

/** By a name of `::highlight()`, beside what other pages have there. Browsers before 2023: the page is found, its words are not marked. */
function highlight(name: string, ranges: readonly Range[]): () => void {
	if (!('highlights' in CSS)) return () => {};
	const all = CSS.highlights.get(name) ?? new Highlight();
	CSS.highlights.set(name, all);
	for (const range of ranges) all.add(range);
	return () => ranges.forEach((range) => all.delete(range));
}

function rangesOf(container: HTMLElement, words: string): Range[] {
	const typed = words.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
	const plain = folded(typed);
	const look = typed === plain ? folded : (text: string) => text.toLowerCase();
	/** each letter's place, and its text, with one space between two pieces of text */
	const places: { readonly node: Text; readonly at: number }[] = [];
	let text = '';
	const walker = document.createTreeWalker(container, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
		for (let at = 0; at < node.length; at += 1) {
			const letter = node.data.charAt(at);
			if (/\s/.test(letter) ? text.endsWith(' ') : typed === plain && /\p{M}/u.test(letter)) continue;
			text += /\s/.test(letter) ? ' ' : letter;
			places.push({ node, at });
		}
		if (node.parentElement?.nextElementSibling?.tagName === 'BR' && !text.endsWith(' ')) {
			text += ' ';
			places.push({ node, at: node.length - 1 });
		}
	}
	const looked = text.replace(/[^ ]/g, (letter) => (look(letter).length === 1 ? look(letter) : letter));
	const ranges: Range[] = [];
	for (let at = looked.indexOf(typed); at >= 0; at = looked.indexOf(typed, at + typed.length)) {
		const [first, last] = [places[at], places[at + typed.length - 1]];
		if (!first || !last) break;
		const range = document.createRange();
		range.setStart(first.node, first.at);
		range.setEnd(last.node, Math.min(last.at + 1, last.node.length));
		ranges.push(range);
	}
	return ranges;
}
