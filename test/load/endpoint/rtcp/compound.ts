/** RTCP packet types (RFC 3550 §12.1, RFC 4585 §6.1). */
export const rtcpTypes = { sr: 200, rr: 201, sdes: 202, rtpFeedback: 205, payloadFeedback: 206 } as const;

/** One packet of a compound. */
export interface RtcpPacket {
	readonly type: number;
	/** The count of reports, or the format of feedback. */
	readonly count: number;
	/** What follows the first four bytes. */
	readonly body: Buffer;
}

/** Cuts a compound into its packets; what is damaged, and all after it, is left out. */
export function* readCompound(compound: Buffer): Generator<RtcpPacket> {
	let at = 0;
	while (at + 4 <= compound.length) {
		const end = at + 4 + 4 * compound.readUInt16BE(at + 2);
		if (end > compound.length) return;
		const count = (compound[at] ?? 0) & 0x1f;
		yield { type: compound[at + 1] ?? 0, count, body: compound.subarray(at + 4, end) };
		at = end;
	}
}

/** Body lengths must be multiples of four. */
export function writePacket(type: number, count: number, body: Buffer): Buffer {
	const packet = Buffer.alloc(4 + body.length);
	packet[0] = 0x80 | count;
	packet[1] = type;
	packet.writeUInt16BE(body.length / 4, 2);
	body.copy(packet, 4);
	return packet;
}
