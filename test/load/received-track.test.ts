import { afterAll, describe, expect, it } from 'vitest';
import type { SrtpMaster } from './endpoint/dtls/srtp-keys.ts';
import { SrtpOpener, SrtpSealer } from './endpoint/dtls/srtp-session.ts';
import { DatagramBatch } from './endpoint/native/datagram-batch.ts';
import { ReceivedTrack } from './endpoint/received-track.ts';
import { descriptorBytes, splitFrame, writeDescriptor } from './endpoint/rtp/vp8.ts';
import { loadRecording } from './recording/recording.ts';

const ssrc = 1111;
const rtxSsrc = 2222;
const master: SrtpMaster = { key: Buffer.alloc(32, 1), salt: Buffer.alloc(12, 2) };
const sealer = new SrtpSealer(master);
const opener = new SrtpOpener(master);
const batch = new DatagramBatch();
const frames = loadRecording().camera[0]?.frames ?? [];

afterAll(() => {
	sealer.close();
	opener.close();
});

function trackOf(): ReceivedTrack {
	return new ReceivedTrack({
		consumerId: 'consumer',
		kind: 'video',
		rtpParameters: {
			codecs: [{ mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000, rtcpFeedback: [{ type: 'nack' }] }],
			encodings: [{ ssrc, rtx: { ssrc: rtxSsrc } }],
		},
	});
}

/** The payloads of a recorded frame. */
function payloadsOf(frame: number): Buffer[] {
	const bytes = frames[frame] ?? Buffer.alloc(0);
	let at = 0;
	return splitFrame(bytes.length, 1000).map((length) => {
		const head = Buffer.alloc(descriptorBytes);
		const marks = { pictureId: frame, tl0PictureIndex: 0, temporalLayer: 0, layerSync: false, disposable: false };
		writeDescriptor(head, 0, marks, at === 0);
		at += length;
		return Buffer.concat([head, bytes.subarray(at - length, at)]);
	});
}

/** Puts a sealed packet where received ones lie; its length. */
function place(of: number, index: number, timestamp: number, payload: Buffer): number {
	const header = Buffer.from([0x80, 101, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
	header.writeUInt16BE(index & 0xffff, 2);
	header.writeUInt32BE(timestamp, 4);
	header.writeUInt32BE(of, 8);
	const length = Buffer.concat([header, payload]).copy(batch.bytes);
	return sealer.sealRtp(batch.pointer, of, 12, length, index);
}

describe('a received track', () => {
	it('sees a key frame whose first packet comes late', () => {
		const track = trackOf();
		const [inter = Buffer.alloc(0)] = payloadsOf(1);
		const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = payloadsOf(0);
		track.handlePacket(batch, 0, place(ssrc, 10, 0, inter), 100, opener);
		track.handlePacket(batch, 0, place(ssrc, 12, 3000, second), 133, opener);
		expect(track.keyFrameSince(0)).toBeUndefined();
		expect(track.takeRequests(133)).toEqual([11]);
		track.handlePacket(batch, 0, place(ssrc, 11, 3000, first), 150, opener);
		expect(track.keyFrameSince(120)).toEqual({ time: 150, width: 320, height: 180 });
		expect(track.keyFrameSince(151)).toBeUndefined();
		expect(track.pictureSince(0), 'nothing that is shown before a key frame').toBe(150);
		expect(track.counters).toMatchObject({ packets: 3, lost: 0, recovered: 1, missing: 0, firstPacketAt: 100 });
	});

	it('sees one that is sent again on the retransmission stream', () => {
		const track = trackOf();
		const [first = Buffer.alloc(0), second = Buffer.alloc(0), third = Buffer.alloc(0)] = payloadsOf(0);
		track.handlePacket(batch, 0, place(ssrc, 65_534, 0, third), 100, opener);
		track.handlePacket(batch, 0, place(ssrc, 65_536, 3000, second), 133, opener);
		// RFC 4588 §4: the sequence number it had, before the payload.
		const again = Buffer.concat([Buffer.of(0xff, 0xff), first]);
		track.handleRetransmission(batch, 0, place(rtxSsrc, 500, 3000, again), 160, opener);
		expect(track.counters).toMatchObject({ packets: 3, recovered: 1, missing: 0, size: { width: 320, height: 180 } });
		// One that was not asked for changes nothing.
		track.handleRetransmission(batch, 0, place(rtxSsrc, 501, 3000, again), 170, opener);
		expect(track.counters).toMatchObject({ packets: 3, recovered: 1, keyFrames: 1, lastPacketAt: 160 });
	});

	it('reports what was lost since the last report', () => {
		const track = trackOf();
		const [payload = Buffer.alloc(0)] = payloadsOf(1);
		expect(track.takeReport(0)).toBeUndefined();
		for (const index of [1, 2, 4])
			track.handlePacket(batch, 0, place(ssrc, index, index * 3000, payload), index, opener);
		track.handleSenderReport(0xabcd, 50);
		expect(track.takeReport(60)).toMatchObject({
			fractionLost: 0.25,
			cumulativeLost: 1,
			lastReport: 0xabcd,
			delay: 10,
		});
		track.handlePacket(batch, 0, place(ssrc, 5, 15_000, payload), 70, opener);
		expect(track.takeReport(80)).toMatchObject({ fractionLost: 0, cumulativeLost: 1, extendedHighest: 5 });
	});

	it('finds a forged packet among those it samples', () => {
		const track = trackOf();
		const [payload = Buffer.alloc(0)] = payloadsOf(1);
		const length = place(ssrc, 64, 0, payload);
		batch.bytes[length - 1] = (batch.bytes[length - 1] ?? 0) ^ 1;
		track.handlePacket(batch, 0, length, 0, opener);
		expect(track.counters.forged).toBe(1);
	});
});
