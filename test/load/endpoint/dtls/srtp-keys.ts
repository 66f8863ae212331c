import { createCipheriv } from 'node:crypto';

/**
 * The one SRTP profile we speak: RFC 7714's AEAD_AES_256_GCM, mediasoup's first choice and thereby what Chromium and
 * mediasoup agree on. `name` is OpenSSL's, `id` IANA's.
 */
export const srtpProfile = { name: 'SRTP_AEAD_AES_256_GCM', id: 8, keyBytes: 32, saltBytes: 12 } as const;

/** Bytes to export from DTLS for both directions (RFC 5764 §4.2). */
export const keyingMaterialBytes = 2 * (srtpProfile.keyBytes + srtpProfile.saltBytes);

/** One direction's master key and salt. */
export interface SrtpMaster {
	readonly key: Buffer;
	readonly salt: Buffer;
}

/** RFC 5764 §4.2: client key, server key, client salt, server salt. */
export function splitKeyingMaterial(material: Buffer): { client: SrtpMaster; server: SrtpMaster } {
	const { keyBytes, saltBytes } = srtpProfile;
	const part = (start: number, length: number) => Buffer.from(material.subarray(start, start + length));
	return {
		client: { key: part(0, keyBytes), salt: part(2 * keyBytes, saltBytes) },
		server: { key: part(keyBytes, keyBytes), salt: part(2 * keyBytes + saltBytes, saltBytes) },
	};
}

/** What one direction's packets are sealed with. */
export interface SrtpSessionKeys {
	readonly rtpKey: Buffer;
	readonly rtpSalt: Buffer;
	readonly rtcpKey: Buffer;
	readonly rtcpSalt: Buffer;
}

/** RFC 3711 §4.3 with AES-256 (RFC 6188) and a salt of 96 bits (RFC 7714 §11); key derivation rate 0. */
export function deriveSessionKeys(master: SrtpMaster): SrtpSessionKeys {
	const derive = (label: number, length: number) => {
		const counter = Buffer.alloc(16);
		master.salt.copy(counter);
		counter[7] = (counter[7] ?? 0) ^ label;
		return createCipheriv('aes-256-ctr', master.key, counter).update(Buffer.alloc(length));
	};
	return {
		rtpKey: derive(0, srtpProfile.keyBytes),
		rtpSalt: derive(2, srtpProfile.saltBytes),
		rtcpKey: derive(3, srtpProfile.keyBytes),
		rtcpSalt: derive(5, srtpProfile.saltBytes),
	};
}
