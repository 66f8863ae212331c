/** A PDF may begin anywhere in so many bytes, as the server sees it, too. */
const headBytes = 1024;

/** As the server knows them (db/documents/file-type.ts): packed office files, new and old; pictures; PDFs. */
const heads = [
	/^PK\x03\x04/,
	/^\xd0\xcf\x11\xe0/,
	/^\xff\xd8\xff/,
	/^\x89PNG/,
	/^(II\*\x00|MM\x00\*)/,
	/^RIFF[^]{4}WEBP/,
	/%PDF-/,
];

/** By its first bytes, whatever its name says; which office file it is, the server finds inside. */
export async function looksLikePaper(file: Blob): Promise<boolean> {
	const bytes = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
	const head = String.fromCharCode(...bytes);
	return heads.some((begins) => begins.test(head));
}

const endings =
	'.pdf,.doc,.docx,.docm,.xls,.xlsx,.xlsm,.ppt,.pptx,.pptm,.odt,.ods,.odp,.jpg,.jpeg,.png,.tif,.tiff,.webp'.split(',');

/** For a chooser of files. */
export const acceptedFiles = endings.join();

const withoutEnding = (name: string): string => {
	const ending = endings.find((each) => name.toLowerCase().endsWith(each));
	return ending === undefined ? name : name.slice(0, -ending.length);
};

/**
 * What to suggest as a paper's title: its file name without the ending, and with spaces for what stood in their place. In NFC,
 * whatever the device that wrote the name.
 */
export const suggestTitle = (fileName: string): string =>
	withoutEnding(fileName.normalize('NFC'))
		.replace(/\p{Cf}/gu, '')
		// In a name with spaces a hyphen is the title's own; in one without, that between two years is.
		.replace(/^\S+$/, (name) => name.replace(/(?<!\d)-+|-+(?!\d)/g, ' '))
		.replace(/_+/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/^./u, (letter) => letter.toLocaleUpperCase('vi'));
