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
	return columns.reduce((best, each) =>
		pictureWidth(count, each, measure) > pictureWidth(count, best, measure) ? each : best,
	);
}

function pictureWidth(count: number, columns: number, { width, height, gap, words }: PictureMeasure): number {
	const rows = Math.ceil(count / columns);
	const high = (height + gap) / rows - gap - words;
	return Math.min((width + gap) / columns - gap, high * (16 / 9));
}
