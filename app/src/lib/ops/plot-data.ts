/** One line of a plot. */
export interface Line {
	readonly label: string;
	/** by time; null: not known */
	readonly values: readonly (number | null)[];
}

/** What a plot shows in words: of one line. Undefined where nothing is known. */
export interface LineSummary {
	readonly now: number;
	readonly least: number;
	readonly most: number;
}

export function summariseLine({ values }: Line): LineSummary | undefined {
	const known = values.filter((value) => value !== null);
	const now = known.at(-1);
	return now === undefined ? undefined : { now, least: Math.min(...known), most: Math.max(...known) };
}

/** The places of at most `rows` values, spread evenly, the last one among them: what a table of a plot shows. */
export function spread(length: number, rows: number): number[] {
	if (length <= rows) return Array.from({ length }, (_, index) => index);
	return Array.from({ length: rows }, (_, row) => Math.round(((row + 1) * length) / rows) - 1);
}
