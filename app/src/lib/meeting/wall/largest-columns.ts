/** px: the place, what lies between two pictures, the words below each */
interface PictureMeasure {
	readonly width: number;
	readonly height: number;
	readonly gap: number;
	readonly words: number;
}

/** As many columns as make so many pictures of 16:9 the largest, all of them in sight. */
export function largestColumns(count: number, measure: PictureMeasure): number {
	const columns = Array.from({ length: Math.max(1, count) }, (_, at) => at + 1);
	return columns.reduce((best, each) => (widthIn(count, each, measure) > widthIn(count, best, measure) ? each : best));
}

const widthIn = (count: number, columns: number, measure: PictureMeasure): number =>
	pictureWidth(Math.ceil(count / columns), columns, measure);

/** px: how wide pictures of 16:9 are that fill so many rows and columns */
export function pictureWidth(rows: number, columns: number, { width, height, gap, words }: PictureMeasure): number {
	const high = (height + gap) / rows - gap - words;
	return Math.min((width + gap) / columns - gap, high * (16 / 9));
}
