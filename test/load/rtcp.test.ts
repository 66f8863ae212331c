import { describe, expect, it } from 'vitest';
import { readCompound, writePacket } from './endpoint/rtcp/compound.ts';
import { readKeyFrameRequests, readNack, writeNack, writePli } from './endpoint/rtcp/feedback.ts';
import {
	readReportedSsrcs,
	readSenderReport,
	writeReceiverReport,
	writeSenderReport,
} from './endpoint/rtcp/reports.ts';
import { TransportFeedback } from './endpoint/rtcp/transport-feedback.ts';

describe('RTCP', () => {
	it('asks for packets in runs of 17, over the wrap', () => {
		const sequences = [65_530, 65_535, 0, 10, 11, 100];
		const nack = writeNack(1, 2, sequences);
		const [packet] = readCompound(nack);
		expect(nack.length).toBe(12 + 3 * 4);
		expect(packet && readNack(packet)).toEqual({ media: 2, sequences });
	});

	it('tells PLI, FIR and others apart', () => {
		const fir = writePacket(206, 4, Buffer.from('00000001' + '00000000' + '0000000907000000', 'hex'));
		const compound = Buffer.concat([writePli(1, 7), fir, writeNack(1, 3, [1])]);
		expect([...readCompound(compound)].flatMap(readKeyFrameRequests)).toEqual([7, 9]);
		// Cut off: what is whole is read.
		expect([...readCompound(compound.subarray(0, compound.length - 2))]).toHaveLength(2);
	});

	it('writes reports as RFC 3550 lays them out', () => {
		const block = { ssrc: 5, fractionLost: 0.5, cumulativeLost: -1, extendedHighest: 0x1_0002 };
		const rr = writeReceiverReport(1, [{ ...block, jitter: 90, lastReport: 0xaabbccdd, delay: 1500 }]);
		expect(rr.toString('hex')).toBe(
			'81c90007' + '00000001' + '00000005' + '80ffffff' + '00010002' + '0000005a' + 'aabbccdd' + '00018000',
		);
		const [report] = readCompound(rr);
		expect(report && readReportedSsrcs(report.body, report.count)).toEqual([5]);

		const time = Date.UTC(2026, 0, 1) + 500;
		const compound = writeSenderReport({ ssrc: 9, time, rtpTime: 90, packets: 3, bytes: 300 }, 'site');
		const [sr, sdes] = readCompound(compound);
		const seconds = time / 1000 - 0.5 + 2_208_988_800;
		expect(sr?.body.readUInt32BE(4)).toBe(seconds);
		expect(sr?.body.readUInt32BE(8)).toBe(0x8000_0000);
		expect(sr && readSenderReport(sr.body)).toEqual({
			ssrc: 9,
			middle: ((seconds & 0xffff) * 0x1_0000 + 0x8000) >>> 0,
		});
		expect(sdes?.body.toString('latin1', 6, 10)).toBe('site');
		expect(compound.length % 4).toBe(0);
	});
});

describe('congestion control feedback', () => {
	/** Base, count, reference time, chunks and deltas. */
	const fields = (packet: Buffer | undefined) =>
		packet?.toString('hex', 12).replace(/^(.{4})(.{4})(.{6})../, '$1 $2 $3 ');

	it('tells of packets that came and of those that did not', () => {
		const feedback = new TransportFeedback();
		expect(feedback.take(1, 2)).toBeUndefined();
		// 64 ms is one unit of the reference time, 0.25 ms one of a delta.
		for (const [sequence, time] of [
			[65_535, 640],
			[0, 641],
			[2, 711],
		] as const)
			feedback.accept(sequence, time);
		// Two symbols of one byte, one that did not come, one of two bytes; then 0, 4 and 280 units.
		expect(fields(feedback.take(1, 2))).toBe('ffff 0004 00000a ' + 'd480' + '0004' + '0118' + '0000');
		feedback.accept(3, 720);
		expect(fields(feedback.take(1, 2))).toBe('0003 0001 00000b ' + '2001' + '40' + '00');
		// Too late: told of as lost already.
		feedback.accept(1, 730);
		expect(feedback.take(1, 2)).toBeUndefined();
	});

	it('writes runs as runs', () => {
		const feedback = new TransportFeedback();
		for (let sequence = 0; sequence < 100; sequence++) feedback.accept(sequence, 6400 + sequence);
		const packet = feedback.take(1, 2);
		expect(fields(packet)?.slice(0, 22)).toBe('0000 0064 000064 2064' + '0');
		expect(packet?.length).toBe(4 + 16 + 2 + 100 + 2);
	});
});
