/** A paper as it goes into a pack. */
export interface PackedPaper {
	/** where its bytes are */
	readonly path: string;
	/** bytes */
	readonly size: number;
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
