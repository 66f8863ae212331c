import { describe, expect, it } from 'vitest';
import { CameraPlayer } from './endpoint/sending/camera-player.ts';
import { descriptorBytes, readFrameHeader, readFrameStart, splitFrame, writeDescriptor } from './endpoint/rtp/vp8.ts';
import { readExtension16, rtpHeaderBytes, writeExtensions } from './endpoint/rtp/header.ts';
import { loadRecording } from './recording/recording.ts';

const recording = loadRecording();

describe('VP8 payloads (RFC 7741)', () => {
	it('carry picture id, TL0PICIDX and temporal layer bit by bit', () => {
		const bytes = Buffer.alloc(descriptorBytes);
		const frame = { pictureId: 0x1234, tl0PictureIndex: 0xab, temporalLayer: 2, layerSync: true, disposable: true };
		writeDescriptor(bytes, 0, frame, true);
		// X N S | I L T | M and 15 bits | TL0PICIDX | TID Y
		expect(bytes.toString('hex')).toBe('b0e09234aba0');
		writeDescriptor(bytes, 0, { ...frame, disposable: false, layerSync: false, temporalLayer: 1 }, false);
		expect(bytes.toString('hex')).toBe('80e09234ab40');
	});

	it('show a key frame and its size in the first packet only', () => {
		const key = recording.camera[2]?.frames[0] ?? Buffer.alloc(0);
		const head = Buffer.alloc(descriptorBytes);
		const descriptor = { pictureId: 1, tl0PictureIndex: 1, temporalLayer: 0, layerSync: true, disposable: false };
		writeDescriptor(head, 0, descriptor, true);
		expect(readFrameStart(Buffer.concat([head, key]))).toEqual({ keyFrame: true, width: 1280, height: 720 });
		writeDescriptor(head, 0, descriptor, false);
		expect(readFrameStart(Buffer.concat([head, key.subarray(1120)]))).toBeUndefined();
		const [, inter = Buffer.alloc(0)] = recording.camera[0]?.frames ?? [];
		expect(readFrameStart(Buffer.concat([Buffer.of(0x10), inter]))).toEqual({ keyFrame: false });
	});

	it('split a frame into pieces of nearly the same size that make it up', () => {
		expect(splitFrame(1, 1120)).toEqual([1]);
		expect(splitFrame(1120, 1120)).toEqual([1120]);
		expect(splitFrame(1121, 1120)).toEqual([560, 561]);
		for (const size of [3361, 56_789]) {
			const pieces = splitFrame(size, 1120);
			expect(pieces.reduce((sum, piece) => sum + piece, 0)).toBe(size);
			expect(Math.max(...pieces) - Math.min(...pieces)).toBeLessThanOrEqual(1);
			expect(Math.max(...pieces)).toBeLessThanOrEqual(1120);
		}
	});
});

describe('RTP header extensions (RFC 8285)', () => {
	it('are found behind each other, and padded to whole words', () => {
		const extensions = writeExtensions([
			{ id: 1, value: Buffer.from('0') },
			{ id: 5, value: Buffer.of(0x12, 0x34) },
		]);
		expect(extensions.toString('hex')).toBe('bede0002' + '1030' + '511234' + '000000');
		const packet = Buffer.concat([Buffer.of(0x90, 96), Buffer.alloc(10), extensions, Buffer.from('payload')]);
		const view = new DataView(packet.buffer, packet.byteOffset, packet.length);
		expect(rtpHeaderBytes(view, 0)).toBe(24);
		expect(readExtension16(view, 0, 5)).toBe(0x1234);
		expect(readExtension16(view, 0, 6)).toBe(-1);
	});
});

describe('the recorded camera', () => {
	it('has three layers of real frames that begin with a key frame and have no other', () => {
		const sizes = recording.camera.map(({ frames }) => readFrameHeader(frames[0] ?? Buffer.alloc(0)));
		expect(sizes.map(({ width, height }) => `${width}×${height}`)).toEqual(['320×180', '640×360', '1280×720']);
		for (const { frames, bitrate } of recording.camera) {
			expect(frames.filter((frame) => readFrameHeader(frame).keyFrame)).toHaveLength(1);
			const rate = (frames.reduce((sum, { length }) => sum + length, 0) * 8 * 30) / frames.length;
			expect(rate / bitrate).toBeGreaterThan(0.9);
			expect(rate / bitrate).toBeLessThan(1.2);
		}
	});

	it('is played with L1T3 over its end, and with key frames when asked and when layers come on', () => {
		const player = new CameraPlayer(recording.camera);
		const length = recording.camera[0]?.frames.length ?? 0;
		const played = Array.from({ length: 2 * length }, () => player.next());
		expect(played.filter((frames) => frames.some(({ keyFrame }) => keyFrame))).toHaveLength(1);
		const top = played.map(([, , frame]) => frame);
		expect(top.slice(length - 2, length + 4).map((frame) => frame?.descriptor.temporalLayer)).toEqual([
			2, 0, 2, 1, 2, 0,
		]);
		expect(new Set(top.map((frame) => frame?.descriptor.pictureId)).size).toBe(2 * length);

		player.requestKeyFrame();
		expect(player.next().map(({ keyFrame, descriptor }) => [keyFrame, descriptor.temporalLayer])).toEqual([
			[true, 0],
			[true, 0],
			[true, 0],
		]);
		player.setActive(1);
		expect(player.next().map(({ layer, keyFrame }) => [layer, keyFrame])).toEqual([[0, false]]);
		player.setActive(2);
		expect(player.next().map(({ keyFrame }) => keyFrame)).toEqual([true, true]);
		player.setActive(0);
		expect(player.next()).toEqual([]);
	});

	it('comes with some seconds of speech in Opus packets of 40 ms, as the microphones of the page send them', () => {
		expect(recording.microphone.length).toBeGreaterThan(100);
		// RFC 6716 §3.1, §3.2: two frames in a packet (codes 1 and 2), of configurations whose frames last 20 ms.
		const heads = recording.microphone.map((packet) => packet[0] ?? 0);
		expect(heads.filter((head) => ![1, 5, 9, 13, 15, 19, 23, 27, 31].includes(head >> 3))).toEqual([]);
		expect(heads.filter((head) => ![1, 2].includes(head & 3))).toEqual([]);
	});
});
