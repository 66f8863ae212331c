import { createCipheriv } from 'node:crypto';
import { toBuffer } from 'node:ffi';
import { describe, expect, it } from 'vitest';
import { deriveSessionKeys, splitKeyingMaterial } from './endpoint/dtls/srtp-keys.ts';
import { SrtpOpener, SrtpSealer } from './endpoint/dtls/srtp-session.ts';
import { readBindingResponse } from './endpoint/ice/stun.ts';
import { Scratch } from './endpoint/native/scratch.ts';

const material = Buffer.from(Array.from({ length: 88 }, (_, index) => index));

describe('SRTP', () => {
	const { client } = splitKeyingMaterial(material);
	const keys = deriveSessionKeys(client);
	const ssrc = 0xcafebabe;
	const payload = Buffer.from('0123456789'.repeat(10));
	const packet = new Scratch(256);
	const header = Buffer.from('8060fffe0102030400000000', 'hex');
	header.writeUInt32BE(ssrc, 8);

	it('seals as RFC 7714 says, over the wrap of the sequence number', () => {
		const index = 0x1_fffe;
		Buffer.concat([header, payload]).copy(packet.bytes);
		const sealer = new SrtpSealer(client);
		const length = sealer.sealRtp(packet.pointer, ssrc, 12, 112, index);
		const vector = Buffer.from('0000cafebabe00000001fffe', 'hex').map((byte, at) => byte ^ (keys.rtpSalt[at] ?? 0));
		const gcm = createCipheriv('aes-256-gcm', keys.rtpKey, vector).setAAD(header);
		const expected = Buffer.concat([header, gcm.update(payload), gcm.final(), gcm.getAuthTag()]);
		expect(packet.bytes.subarray(0, length)).toEqual(expected);

		const opener = new SrtpOpener(client);
		expect(opener.peekRtp(packet.pointer, ssrc, 12, length, index)).toEqual(payload.subarray(0, 48));
		expect(opener.openRtp(packet.pointer, ssrc, 12, length, index)).toEqual(payload);
		expect(opener.openRtp(packet.pointer, ssrc, 12, length, index + 0x1_0000)).toBeUndefined();
		packet.bytes[40] = (packet.bytes[40] ?? 0) ^ 1;
		expect(opener.openRtp(packet.pointer, ssrc, 12, length, index)).toBeUndefined();
		sealer.close();
		opener.close();
	});

	it('seals RTCP with an index of its own', () => {
		const sealer = new SrtpSealer(client);
		const opener = new SrtpOpener(client);
		const report = Buffer.from('80c9000100000001', 'hex');
		for (const index of [1, 2]) {
			const { pointer, length } = sealer.sealRtcp(report);
			const sealed = toBuffer(pointer, length);
			const trailer = Buffer.from(`8000000${index}`, 'hex');
			const vector = Buffer.from(`00000000000100000000000${index}`, 'hex');
			const gcm = createCipheriv(
				'aes-256-gcm',
				keys.rtcpKey,
				vector.map((byte, at) => byte ^ (keys.rtcpSalt[at] ?? 0)),
			);
			gcm.setAAD(Buffer.concat([report, trailer])).final();
			expect(sealed).toEqual(Buffer.concat([report, gcm.getAuthTag(), trailer]));
			expect(opener.openRtcp(sealed)).toEqual(report);
			sealed[5] = 1;
			expect(opener.openRtcp(sealed)).toBeUndefined();
		}
		sealer.close();
		opener.close();
	});

	it('derives the keys of RFC 6188 §7.2', () => {
		const master = {
			key: Buffer.from('f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6', 'hex'),
			salt: Buffer.from('3b04803de51ee7c96423ab5b78d2', 'hex'),
		};
		const derived = deriveSessionKeys(master);
		expect(derived.rtpKey.toString('hex')).toBe('5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4');
		expect(derived.rtpSalt.toString('hex')).toBe('fa31791685ca444a9e07c6c64e93'.slice(0, 24));
	});
});

describe('STUN', () => {
	it('accepts only answers from who knows the password', () => {
		// RFC 5769 §2.2: a response with FINGERPRINT, password VOkJxbRl1RmTxUk/WvJxBt.
		const sample = Buffer.from(
			'0101003c2112a442b7e7a701bc34d686fa87dfae' +
				'8022000b7465737420766563746f7220' +
				'002000080001a147e112a643' +
				'000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7' +
				'80280004c07d4c96',
			'hex',
		);
		expect(readBindingResponse(sample, 'VOkJxbRl1RmTxUk/WvJxBt')).toMatchObject({ success: true });
		expect(readBindingResponse(sample, 'another')).toBeUndefined();
	});
});
