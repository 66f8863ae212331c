/** The median of each number in reports of the same shape; what is no number is taken from the first. */
export function medianOf<T>(reports: readonly T[]): T {
	const [first] = reports;
	if (first === undefined) throw new Error('nothing was measured');
	if (typeof first === 'number') {
		const sorted = (reports as unknown as number[]).toSorted((a, b) => a - b);
		return sorted[Math.floor((sorted.length - 1) / 2)] as T;
	}
	if (Array.isArray(first))
		return first.map((_, index) => medianOf(reports.map((each) => (each as unknown[])[index]))) as T;
	if (typeof first !== 'object' || first === null) return first;
	const keys = Object.keys(first) as (keyof T & string)[];
	return Object.fromEntries(keys.map((key) => [key, medianOf(reports.map((each) => each[key]))])) as T;
}
