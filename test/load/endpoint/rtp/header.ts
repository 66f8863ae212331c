/** Bytes of an RTP header with its CSRCs and extension (RFC 3550 §5.1, §5.3.1). */
export function rtpHeaderBytes(view: DataView, offset: number): number {
	const first = view.getUint8(offset);
	const fixed = 12 + 4 * (first & 0x0f);
	return first & 0x10 ? fixed + 4 + 4 * view.getUint16(offset + fixed + 2) : fixed;
}

/** The 16-bit value of a one-byte header extension (RFC 8285 §4.2), or −1 where the packet has none with this id. */
export function readExtension16(view: DataView, offset: number, id: number): number {
	const first = view.getUint8(offset);
	if ((first & 0x10) === 0) return -1;
	let at = offset + 12 + 4 * (first & 0x0f);
	if (view.getUint16(at) !== 0xbede) return -1;
	const end = at + 4 + 4 * view.getUint16(at + 2);
	at += 4;
	while (at < end) {
		const element = view.getUint8(at);
		if (element === 0) at++;
		else if (element >> 4 === id) return view.getUint16(at + 1);
		else at += 2 + (element & 0x0f);
	}
	return -1;
}

export interface HeaderExtension {
	/** 1 to 14. */
	readonly id: number;
	/** 1 to 16 bytes. */
	readonly value: Buffer;
}

/** One-byte header extensions, padded to a multiple of four bytes; empty for none (RFC 8285 §4.2). */
export function writeExtensions(extensions: readonly HeaderExtension[]): Buffer {
	if (extensions.length === 0) return Buffer.alloc(0);
	const length = extensions.reduce((sum, { value }) => sum + 1 + value.length, 0);
	const words = Math.ceil(length / 4);
	const bytes = Buffer.alloc(4 + 4 * words);
	bytes.writeUInt16BE(0xbede, 0);
	bytes.writeUInt16BE(words, 2);
	let at = 4;
	for (const { id, value } of extensions) {
		bytes[at] = (id << 4) | (value.length - 1);
		value.copy(bytes, at + 1);
		at += 1 + value.length;
	}
	return bytes;
}
