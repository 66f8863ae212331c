/** Bytes at each end of a file in which what it says of itself is looked for. */
const looked = 256 * 1024;

/**
 * The title that a PDF says of itself, where it says one in plain bytes and it is one that people gave: the rest is what programs
 * write there (“Microsoft Word - Document1”, a file's name, an old font's letters). Undefined: none.
 */
export async function ownTitle(file: Blob): Promise<string | undefined> {
	const ends = [file.slice(0, looked), ...(file.size > looked ? [file.slice(-looked)] : [])];
	for (const end of ends) {
		const bytes = new Uint8Array(await end.arrayBuffer());
		const title = [inMetadata(bytes), inInfo(bytes)].find((each) => each !== undefined && isTitle(each));
		if (title !== undefined) return title;
	}
	return undefined;
}

/** XMP: `<dc:title>…<rdf:li>title`. */
function inMetadata(bytes: Uint8Array): string | undefined {
	const text = new TextDecoder().decode(bytes);
	const [, title] = /<dc:title>\s*<rdf:Alt>\s*<rdf:li[^>]*>([^<]*)</.exec(text) ?? [];
	const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
	return title === undefined
		? undefined
		: tidy(title.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole));
}

/** `/Title (…)` or `/Title <…>`, in UTF-16 with its mark; what has none is Latin letters alone. */
function inInfo(bytes: Uint8Array): string | undefined {
	// Byte by byte: what is called latin1 is windows-1252 to a browser.
	const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
	const [, hex, literal] = /\/Title\s*(?:<([\da-f\s]*)>|\(((?:[^\\()]|\\[\s\S])*)\))/i.exec(text) ?? [];
	if (hex !== undefined) return decoded((hex.replace(/\s/g, '').match(/../g) ?? []).map((pair) => parseInt(pair, 16)));
	if (literal === undefined) return undefined;
	const plain = literal.replace(/\\(\d{1,3}|[\s\S])/g, (_, escaped: string) =>
		/^\d/.test(escaped) ? String.fromCharCode(parseInt(escaped, 8)) : (controls[escaped] ?? escaped),
	);
	return decoded([...plain].map((letter) => letter.charCodeAt(0)));
}

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\n': '', '\r': '' };

function decoded(bytes: readonly number[]): string | undefined {
	const isWide = bytes[0] === 0xfe && bytes[1] === 0xff;
	if (!isWide)
		return bytes.every((byte) => byte >= 0x20 && byte < 0x7f) ? tidy(String.fromCharCode(...bytes)) : undefined;
	return tidy(new TextDecoder('utf-16be').decode(Uint8Array.from(bytes.slice(2))));
}

const tidy = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

/** Some words, as people write them. */
const isTitle = (text: string): boolean =>
	text.length >= 8 &&
	text.length <= 300 &&
	/\p{L}\s+\p{L}/u.test(text) &&
	!/[\p{C}\ufffd]|\.(?:docx?|xlsx?|pptx?|odt|pdf|rtf)$|^(?:microsoft|untitled|document\d*\b|tài liệu\d*$)|https?:/iu.test(
		text,
	);
