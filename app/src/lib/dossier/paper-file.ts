const magic = '%PDF-';

/** By its first bytes, whatever its name says. */
export async function looksLikePdf(file: Blob): Promise<boolean> {
	return (await file.slice(0, magic.length).text()) === magic;
}

/** What to suggest as a paper's title: its file name without the ending, and with spaces for what stood in their place. */
export const suggestTitle = (fileName: string): string =>
	fileName
		.replace(/\.pdf$/i, '')
		.replace(/[_-]+/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/^./u, (letter) => letter.toLocaleUpperCase('vi'));
