import type { Bytes } from './seal.ts';

/**
 * Sixteen letters, four bits each: none looks like another or like a digit, and none is a vowel, D or W, which ways of typing
 * Vietnamese (Telex) make others of.
 */
const letters = 'BCFGHJKMNPRSTVXZ';
const [groups, perGroup] = [8, 4];
const bytesOfCode = (groups * perGroup) / 2;

/** 128 random bits as they are written down: eight groups of four letters. */
export function newRecoveryCode(): string {
	const bits = crypto.getRandomValues(new Uint8Array(bytesOfCode));
	const text = Array.from(bits, (byte) => `${letters.charAt(byte >> 4)}${letters.charAt(byte & 15)}`).join('');
	return grouped(text);
}

const grouped = (text: string): string => text.match(new RegExp(`.{1,${perGroup}}`, 'g'))?.join(' ') ?? '';

/** As it was typed, in any case, with or without spaces; undefined: it is no code. */
function readCode(typed: string): Bytes | undefined {
	const text = typed.toUpperCase().replace(/[\s\-–.]/g, '');
	const values = Array.from(text, (letter) => letters.indexOf(letter));
	if (values.length !== groups * perGroup || values.includes(-1)) return undefined;
	return Uint8Array.from({ length: bytesOfCode }, (_, at) => (values[2 * at] ?? 0) * 16 + (values[2 * at + 1] ?? 0));
}

/** The key that a code makes, of one person; undefined: what was typed is no code. Its bits are random: one hash is enough. */
export async function keyOfCode(typed: string, personId: string): Promise<CryptoKey | undefined> {
	const bits = readCode(typed);
	if (!bits) return undefined;
	const utf8 = new TextEncoder();
	const base = await crypto.subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey']);
	const by = { name: 'HKDF', hash: 'SHA-256', salt: utf8.encode(personId), info: utf8.encode('nhip-cau ghi chu') };
	return crypto.subtle.deriveKey(by, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}
