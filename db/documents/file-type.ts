/** What a paper may come as, by media type, with the ending that its name has. */
export const endings = {
	'application/pdf': 'pdf',
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
	'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
	'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
	'application/vnd.ms-word.document.macroEnabled.12': 'docm',
	'application/vnd.ms-excel.sheet.macroEnabled.12': 'xlsm',
	'application/vnd.ms-powerpoint.presentation.macroEnabled.12': 'pptm',
	'application/vnd.oasis.opendocument.text': 'odt',
	'application/vnd.oasis.opendocument.spreadsheet': 'ods',
	'application/vnd.oasis.opendocument.presentation': 'odp',
	'application/msword': 'doc',
	'application/vnd.ms-excel': 'xls',
	'application/vnd.ms-powerpoint': 'ppt',
	'image/jpeg': 'jpg',
	'image/png': 'png',
	'image/tiff': 'tif',
	'image/webp': 'webp',
} as const;

export type PaperType = keyof typeof endings;

/** What office files are packed into: which of them it is stands inside. */
export type PackType = 'application/zip' | 'application/x-ole-storage';

export type FileType = PaperType | PackType;

export const docx: PaperType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const heads: readonly (readonly [FileType, RegExp])[] = [
	['application/zip', /^PK\x03\x04/],
	['application/x-ole-storage', /^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/],
	['image/jpeg', /^\xff\xd8\xff/],
	['image/png', /^\x89PNG\r\n\x1a\n/],
	['image/tiff', /^(II\*\x00|MM\x00\*)/],
	['image/webp', /^RIFF[^]{4}WEBP/],
	['application/pdf', /%PDF-/],
];

/** What is taken in as a paper, by its first bytes. */
export const paperHeads: readonly FileType[] = heads.map(([type]) => type);

/** How many bytes `detectType` wants to see: a PDF may begin anywhere in them (ISO 32000-2, Annex I). */
export const headBytes = 1024;

/** The type by the first bytes, whatever the file's name or the browser says. */
export function detectType(head: Uint8Array): FileType | undefined {
	const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, headBytes)).toString('latin1');
	return heads.find(([, begins]) => begins.test(bytes))?.[0];
}
