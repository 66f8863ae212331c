import { rtcpTypes, writePacket, type RtcpPacket } from './compound.ts';

/** RFC 4585 §6.2.1, §6.3.1; RFC 5104 §4.3.1. */
const formats = { nack: 1, pli: 1, fir: 4 } as const;

/** Picture loss indication: please send a key frame. */
export function writePli(sender: number, media: number): Buffer {
	const body = Buffer.alloc(8);
	body.writeUInt32BE(sender, 0);
	body.writeUInt32BE(media, 4);
	return writePacket(rtcpTypes.payloadFeedback, formats.pli, body);
}

/** Asks for packets by their sequence numbers, in ascending order (but for a wrap). */
export function writeNack(sender: number, media: number, sequences: readonly number[]): Buffer {
	const items: { first: number; mask: number }[] = [];
	for (const sequence of sequences) {
		const last = items.at(-1);
		const step = last ? (sequence - last.first) & 0xffff : 0;
		if (last && step >= 1 && step <= 16) last.mask |= 1 << (step - 1);
		else items.push({ first: sequence, mask: 0 });
	}
	const body = Buffer.alloc(8 + 4 * items.length);
	body.writeUInt32BE(sender, 0);
	body.writeUInt32BE(media, 4);
	items.forEach(({ first, mask }, index) => {
		body.writeUInt16BE(first, 8 + 4 * index);
		body.writeUInt16BE(mask, 10 + 4 * index);
	});
	return writePacket(rtcpTypes.rtpFeedback, formats.nack, body);
}

/** The SSRCs that a packet asks a key frame of, by PLI or FIR. */
export function readKeyFrameRequests({ type, count, body }: RtcpPacket): number[] {
	if (type !== rtcpTypes.payloadFeedback || body.length < 8) return [];
	if (count === formats.pli) return [body.readUInt32BE(4)];
	if (count !== formats.fir) return [];
	const ssrcs: number[] = [];
	for (let at = 8; at + 8 <= body.length; at += 8) ssrcs.push(body.readUInt32BE(at));
	return ssrcs;
}

/** The packets that a NACK asks for; undefined: the packet is none. */
export function readNack({ type, count, body }: RtcpPacket): { media: number; sequences: number[] } | undefined {
	if (type !== rtcpTypes.rtpFeedback || count !== formats.nack || body.length < 8) return undefined;
	const sequences: number[] = [];
	for (let at = 8; at + 4 <= body.length; at += 4) {
		const first = body.readUInt16BE(at);
		const mask = body.readUInt16BE(at + 2);
		sequences.push(first);
		for (let bit = 0; bit < 16; bit++) if (mask & (1 << bit)) sequences.push((first + bit + 1) & 0xffff);
	}
	return { media: body.readUInt32BE(4), sequences };
}
