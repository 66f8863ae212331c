/** Bytes `begin` to before `end`. */
export type BytePart = readonly [begin: number, end: number];

/** Of one request for parts of a file, which are answered one after the other without anything between them. */
export const mostParts = { count: 128, bytes: 2 * 1024 * 1024 } as const;

/** As they stand in the address. */
export const partsText = (parts: readonly BytePart[]): string => parts.map(([begin, end]) => `${begin}-${end}`).join();

/** Undefined: no parts of a file of `size` bytes, or more than one request may ask for. */
export function readParts(text: string, size: number): readonly BytePart[] | undefined {
	if (!/^\d{1,15}-\d{1,15}(,\d{1,15}-\d{1,15})*$/.test(text)) return undefined;
	const parts = text.split(',').map((part): BytePart => {
		const [begin = 0, end = 0] = part.split('-').map(Number);
		return [begin, end];
	});
	const bytes = parts.reduce((sum, [begin, end]) => sum + end - begin, 0);
	const isAsked = parts.length <= mostParts.count && bytes <= mostParts.bytes;
	return isAsked && parts.every(([begin, end]) => begin < end && end <= size) ? parts : undefined;
}
