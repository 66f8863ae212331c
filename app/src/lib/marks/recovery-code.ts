import type { Bytes } from './seal.ts';

/**
 * Sixteen letters, four bits each: none looks like another or like a digit, and none is a vowel, D or W, which ways of typing
 * Vietnamese (Telex) make others of.
 */
const letters = 'BCFGHJKMNPRSTVXZ';
const perGroup = 4;

/** Groups of letters: of the code that is written down and kept, and of the one that one device shows for another, once. */
const groupsOf = { code: 8, once: 4 } as const;
export type CodeKind = keyof typeof groupsOf;

/** Half as many bits are made as dear to try as they are to guess: so often is what was typed hashed. */
const rounds = 600_000;

const bytesOf = (kind: CodeKind): number => (groupsOf[kind] * perGroup) / 2;

/** Random bits as they are written down, in groups of four letters: 128, or 64 for once. */
export function newCode(kind: CodeKind): string {
	const bits = crypto.getRandomValues(new Uint8Array(bytesOf(kind)));
	const text = Array.from(bits, (byte) => `${letters.charAt(byte >> 4)}${letters.charAt(byte & 15)}`).join('');
	return text.match(new RegExp(`.{1,${perGroup}}`, 'g'))?.join(' ') ?? '';
}

/** As it was typed, in any case, with or without spaces; undefined: it is no code. */
function readCode(typed: string): { readonly kind: CodeKind; readonly bits: Bytes } | undefined {
	const text = typed.toUpperCase().replace(/[\s\-–.]/g, '');
	const values = Array.from(text, (letter) => letters.indexOf(letter));
	const kind = (['code', 'once'] as const).find((each) => values.length === groupsOf[each] * perGroup);
	if (!kind || values.includes(-1)) return undefined;
	const bits = Uint8Array.from(
		{ length: bytesOf(kind) },
		(_, at) => (values[2 * at] ?? 0) * 16 + (values[2 * at + 1] ?? 0),
	);
	return { kind, bits };
}

/**
 * The key that a code makes, of one person; undefined: what was typed is no code. 128 random bits need one hash; whoever has what 64
 * of them wrap must not be able to try them all.
 */
export async function keyOfCode(
	typed: string,
	personId: string,
): Promise<{ readonly kind: CodeKind; readonly key: CryptoKey } | undefined> {
	const read = readCode(typed);
	if (!read) return undefined;
	const { kind, bits } = read;
	const utf8 = new TextEncoder();
	const salt = utf8.encode(personId);
	const by =
		kind === 'code'
			? { name: 'HKDF', hash: 'SHA-256', salt, info: utf8.encode('nhip-cau ghi chu') }
			: { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
	const base = await crypto.subtle.importKey('raw', bits, by.name, false, ['deriveKey']);
	const key = await crypto.subtle.deriveKey(by, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
	return { kind, key };
}
