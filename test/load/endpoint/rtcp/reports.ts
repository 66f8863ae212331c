import { rtcpTypes, writePacket } from './compound.ts';

/** ms between the epochs of NTP (1900) and Unix (1970). */
const ntpEpoch = 2_208_988_800_000;

/** What a receiver tells of one stream (RFC 3550 §6.4.1). */
export interface ReportBlock {
	readonly ssrc: number;
	/** Of those expected since the last report, 0 to 1. */
	readonly fractionLost: number;
	readonly cumulativeLost: number;
	readonly extendedHighest: number;
	/** In units of the stream's clock. */
	readonly jitter: number;
	/** The middle 32 bits of the last sender report's NTP time; 0: none came. */
	readonly lastReport: number;
	/** ms since it came. */
	readonly delay: number;
}

export function writeReceiverReport(sender: number, blocks: readonly ReportBlock[]): Buffer {
	const body = Buffer.alloc(4 + 24 * blocks.length);
	body.writeUInt32BE(sender, 0);
	blocks.forEach((block, index) => {
		const at = 4 + 24 * index;
		body.writeUInt32BE(block.ssrc, at);
		body[at + 4] = Math.min(255, Math.floor(block.fractionLost * 256));
		body.writeIntBE(Math.max(-0x80_0000, Math.min(0x7f_ffff, block.cumulativeLost)), at + 5, 3);
		body.writeUInt32BE(block.extendedHighest >>> 0, at + 8);
		body.writeUInt32BE(Math.round(block.jitter) >>> 0, at + 12);
		body.writeUInt32BE(block.lastReport, at + 16);
		body.writeUInt32BE(block.lastReport === 0 ? 0 : Math.round(block.delay * 65.536) >>> 0, at + 20);
	});
	return writePacket(rtcpTypes.rr, blocks.length, body);
}

export interface SenderReport {
	readonly ssrc: number;
	/** ms since 1970 of `rtpTime`. */
	readonly time: number;
	readonly rtpTime: number;
	readonly packets: number;
	/** Of payload. */
	readonly bytes: number;
}

/** A sender report without report blocks, followed by the sender's name (RFC 3550 §6.1 wants it in every compound). */
export function writeSenderReport(report: SenderReport, cname: string): Buffer {
	const body = Buffer.alloc(24);
	body.writeUInt32BE(report.ssrc, 0);
	const ntp = report.time + ntpEpoch;
	body.writeUInt32BE(Math.floor(ntp / 1000), 4);
	body.writeUInt32BE(Math.floor(((ntp % 1000) / 1000) * 2 ** 32), 8);
	body.writeUInt32BE(report.rtpTime >>> 0, 12);
	body.writeUInt32BE(report.packets >>> 0, 16);
	body.writeUInt32BE(report.bytes >>> 0, 20);
	const name = Buffer.from(cname);
	// SSRC, item type, length, name, and at least one zero at the end.
	const chunk = Buffer.alloc(Math.ceil((6 + name.length + 1) / 4) * 4);
	chunk.writeUInt32BE(report.ssrc, 0);
	chunk[4] = 1;
	chunk[5] = name.length;
	name.copy(chunk, 6);
	return Buffer.concat([writePacket(rtcpTypes.sr, 0, body), writePacket(rtcpTypes.sdes, 1, chunk)]);
}

/** The SSRC of a sender report's body and the middle 32 bits of its NTP time. */
export function readSenderReport(body: Buffer): { ssrc: number; middle: number } | undefined {
	if (body.length < 24) return undefined;
	return { ssrc: body.readUInt32BE(0), middle: body.readUInt32BE(6) };
}

/** The SSRCs that a receiver report's body speaks of. */
export function readReportedSsrcs(body: Buffer, count: number): number[] {
	return Array.from({ length: count }, (_, index) => 4 + 24 * index)
		.filter((at) => at + 24 <= body.length)
		.map((at) => body.readUInt32BE(at));
}
