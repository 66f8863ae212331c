/** A DOCX is a ZIP; only what this system draws up itself is stored as one. */
const zip = Buffer.from('PK\x03\x04');

const pdf = Buffer.from('%PDF-');

export type FileType = 'application/pdf' | 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export const docx: FileType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** How many bytes `detectType` wants to see: a PDF may begin anywhere in them (ISO 32000-2, Annex I). */
export const headBytes = 1024;

/** The type by the first bytes, whatever the file's name or the browser says. */
export function detectType(head: Uint8Array): FileType | undefined {
	const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, headBytes));
	if (bytes.subarray(0, zip.length).equals(zip)) return docx;
	return bytes.includes(pdf) ? 'application/pdf' : undefined;
}
