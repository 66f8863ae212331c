import { folded } from '#lib/org/folded.ts';
import type { PDFPageProxy } from 'pdfjs-dist';
import { loadLibrary } from './pdf-library.ts';

/**
 * Lays the page's text over its picture, each word at its place and as wide as there: it can be selected and copied, and is read
 * out. Of a scan there is none. `scale`: CSS pixels for a point of the page. Resolves false when `signal` stopped it.
 */
export async function layText(
	page: PDFPageProxy,
	container: HTMLElement,
	scale: number,
	signal: AbortSignal,
): Promise<boolean> {
	const { TextLayer } = await loadLibrary();
	if (signal.aborted) return false;
	container.replaceChildren();
	container.style.setProperty('--total-scale-factor', String(scale));
	const layer = new TextLayer({
		textContentSource: page.streamTextContent(),
		container,
		viewport: page.getViewport({ scale }),
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

/** The name of what is found, in `::highlight()`. */
const found = 'found';

/** Marks where the words stand in the text, with or without marks as the server finds them. Returns the first place's element. */
export function markWords(container: HTMLElement, words: string): Element | null {
	const ranges = words === '' ? [] : rangesOf(container, words);
	// Browsers before 2023: the page is found, its words are not marked.
	if ('highlights' in CSS) {
		if (ranges.length > 0) CSS.highlights.set(found, new Highlight(...ranges));
		else CSS.highlights.delete(found);
	}
	return ranges[0]?.startContainer.parentElement ?? null;
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
