import type { PageSize } from './paper-contents.ts';

/** A paper as it goes into a pack. */
export interface PackedPaper {
	/** where its bytes are */
	readonly path: string;
	/** bytes */
	readonly size: number;
	/** of its pages as they are seen, in points; empty: not known */
	readonly sizes: readonly PageSize[];
	/** "2. Kế hoạch năm": the item that it belongs to; empty: none */
	readonly item: string;
	readonly title: string;
	readonly label: string;
	/** what its pages' QR leads to, `#page=n` after it */
	readonly address: string;
	/** over each page; null: nothing */
	readonly mark: string | null;
}

export interface Pack {
	readonly title: string;
	/** below it, a line each */
	readonly about: readonly string[];
	readonly papers: readonly PackedPaper[];
	/** what a cover says in place of a paper that could not be put in */
	readonly words: { readonly contents: string; readonly tooLarge: string; readonly unreadable: string };
}

/** One paper as it is printed, or had by who may not have the file itself. */
export interface PaperCopy extends Pick<PackedPaper, 'path' | 'size' | 'sizes' | 'mark'> {
	/** at the head of each page: that this is no original */
	readonly heading: string;
}

/** What lies over its pages. */
export type CopyToDraw = Pick<PaperCopy, 'sizes' | 'mark' | 'heading'>;

/** The same once it is known which papers can be put in. */
export interface PackToDraw {
	readonly title: string;
	readonly about: readonly string[];
	/** above the list of papers */
	readonly contents: string;
	readonly papers: readonly (Omit<PackedPaper, 'path' | 'size' | 'sizes'> & {
		/** undefined: it is not put in, and `missing` says why */
		readonly sizes: readonly PageSize[] | undefined;
		readonly missing: string;
	})[];
}

/** PDFs: a page for the front and one for each paper; a page for what lies over each sheet. */
export interface DrawnSheets {
	readonly covers: Uint8Array;
	readonly over: Uint8Array;
	readonly sheets: number;
}
