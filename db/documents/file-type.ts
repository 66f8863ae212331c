const magics = [
	{ type: 'application/pdf', magic: Buffer.from('%PDF-') },
	// A DOCX is a ZIP; only what this system draws up itself is stored as one.
	{ type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', magic: Buffer.from('PK\x03\x04') },
] as const;

export type FileType = (typeof magics)[number]['type'];

export const docx: FileType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** How many bytes `detectType` wants to see. */
export const longestMagic = 8;

/** The type by the first bytes, whatever the file's name or the browser says. */
export function detectType(head: Uint8Array): FileType | undefined {
	return magics.find(({ magic }) => magic.equals(head.subarray(0, magic.length)))?.type;
}
