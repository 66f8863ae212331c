import type { PDFDocumentProxy } from 'pdfjs-dist';

/** A heading of the table of contents that a paper's author made. */
export interface Heading {
	readonly title: string;
	/** from 0 */
	readonly depth: number;
	/** where it leads; its page is looked for when it is asked for, as that takes bytes of the file */
	readonly to: unknown;
}

type Node = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>[number];

/** Deeper, or more of them, is no table of contents that somebody reads. */
const [deepest, most] = [6, 2_000];

/** All headings, in their order; empty: the paper has none. */
export async function headingsOf(document: PDFDocumentProxy): Promise<readonly Heading[]> {
	const headings: Heading[] = [];
	const add = (nodes: readonly Node[], depth: number) => {
		for (const { title, dest, items } of nodes) {
			if (headings.length >= most) return;
			headings.push({ title: title.trim(), depth, to: dest });
			if (depth < deepest) add(items as Node[], depth + 1);
		}
	};
	// Of a paper without one it is null, whatever its type says.
	add(((await document.getOutline()) as Node[] | null) ?? [], 0);
	return headings;
}

/** The page that a heading leads to, from 1; undefined: to none of this paper. */
export async function pageOf(document: PDFDocumentProxy, { to }: Heading): Promise<number | undefined> {
	const place = typeof to === 'string' ? await document.getDestination(to) : to;
	const target: unknown = Array.isArray(place) ? place[0] : undefined;
	if (typeof target === 'number') return target + 1;
	if (typeof target !== 'object' || target === null) return undefined;
	return (await document.getPageIndex(target as Parameters<PDFDocumentProxy['getPageIndex']>[0])) + 1;
}
