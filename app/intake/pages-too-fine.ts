/** Points of a picture that covers a page, and not of a coat of arms on it. */
const large = 1_000_000;

/** Dots an inch above which more of them are not seen when it is read. */
const fine = 250;

/**
 * On how many pages there is a large picture that is finer than anybody reads, by what `pdfimages -list` says: a line for each, as
 * page, number, type, width, height, color, components, bits, encoding, interpolation, object, generation, dots an inch across.
 */
export function pagesTooFine(listed: string): number {
	const pages = listed.split('\n').flatMap((line) => {
		const [page, , type, width, height, , , bits, , , , , across] = line.trim().split(/\s+/);
		const isFine = type === 'image' && Number(width) * Number(height) >= large && Number(across) > fine;
		return isFine && Number(bits) > 1 ? [page] : [];
	});
	return new Set(pages).size;
}
