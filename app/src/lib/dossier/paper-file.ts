/** A PDF may begin anywhere in so many bytes, as the server sees it, too. */
const headBytes = 1024;

/** By its first bytes, whatever its name says. */
export const looksLikePdf = async (file: Blob): Promise<boolean> =>
	(await file.slice(0, headBytes).text()).includes('%PDF-');

/** What to suggest as a paper's title: its file name without the ending, and with spaces for what stood in their place. */
export const suggestTitle = (fileName: string): string =>
	fileName
		.replace(/\.pdf$/i, '')
		.replace(/[_-]+/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/^./u, (letter) => letter.toLocaleUpperCase('vi'));
