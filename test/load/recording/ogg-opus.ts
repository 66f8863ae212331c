/**
 * The audio packets of an Ogg Opus file (RFC 3533, RFC 7845), without its two header packets. Throws where it is none.
 */
export function readOggOpus(file: Buffer): Buffer[] {
	const packets: Buffer[] = [];
	let pending: Buffer[] = [];
	for (let at = 0; at < file.length;) {
		if (file.toString('latin1', at, at + 4) !== 'OggS') throw new Error('not an Ogg file');
		const segments = file.readUInt8(at + 26);
		const lacing = file.subarray(at + 27, at + 27 + segments);
		at += 27 + segments;
		for (const length of lacing) {
			pending.push(file.subarray(at, at + length));
			at += length;
			// A packet goes on as long as its segments are full.
			if (length === 255) continue;
			packets.push(Buffer.concat(pending));
			pending = [];
		}
	}
	if (packets[0]?.toString('latin1', 0, 8) !== 'OpusHead') throw new Error('not an Opus file');
	return packets.slice(2);
}
