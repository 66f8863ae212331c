/*
 * How a person's own marks are kept from everybody else. A person has one key of 256 random bits, made in their browser; it
 * leaves it only wrapped: by the recovery code (128 random bits, shown once, known to nobody else), and for each of their devices
 * by a key that the device keeps and cannot give away. Each mark is sealed with the person's key, for its place: a mark that was put
 * on another page, paper or person does not open, and what it said once does not open as what it says since.
 *
 * The server keeps what is wrapped and sealed. It sees of whom, on which page, when and how large a mark is, and nothing that it
 * says. It hands a device's wrapped key only to its person's session: a device that was signed out has half of what it takes. When
 * the code and all devices are lost, nobody can open the marks; the person begins anew without them. What it has it may keep back, and it may take marks away: a device that knows better shows what it
 * knows. And the promise does not hold against whoever alters the running server, which hands out these very pages.
 */

/** Of AES-GCM, in bytes. */
const [vectorBytes, keyBytes] = [12, 32];

export type Bytes = Uint8Array<ArrayBuffer>;

const utf8 = new TextEncoder();
const about = (place: readonly (string | number)[]): Bytes => utf8.encode(place.join('/'));

/** False where a browser has no cryptography: over a connection that is not secure. */
export const canSeal = (): boolean => globalThis.crypto?.subtle !== undefined && typeof indexedDB !== 'undefined';

/** A key as it is wrapped: whoever has done so wipes it. */
export const newKeyBytes = (): Bytes => crypto.getRandomValues(new Uint8Array(keyBytes));

/** For use, and not to be given away. */
export const keyOf = (bytes: Bytes): Promise<CryptoKey> =>
	crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);

export const newDeviceKey = (): Promise<CryptoKey> =>
	crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);

/** 12 bytes of initialisation, what is sealed, 16 bytes of its tag. It opens with the same key for the same place. */
export async function seal(key: CryptoKey, bytes: Bytes, place: readonly (string | number)[]): Promise<Bytes> {
	const iv = crypto.getRandomValues(new Uint8Array(vectorBytes));
	const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: about(place) }, key, bytes);
	const both = new Uint8Array(vectorBytes + sealed.byteLength);
	both.set(iv);
	both.set(new Uint8Array(sealed), vectorBytes);
	return both;
}

/** Undefined: not by this key, not for this place, or changed since. */
export async function unseal(
	key: CryptoKey,
	sealed: Bytes,
	place: readonly (string | number)[],
): Promise<Bytes | undefined> {
	const iv = sealed.subarray(0, vectorBytes);
	try {
		const opened = await crypto.subtle.decrypt(
			{ name: 'AES-GCM', iv, additionalData: about(place) },
			key,
			sealed.subarray(vectorBytes),
		);
		return new Uint8Array(opened);
	} catch {
		return undefined;
	}
}

/** The same of what travels as base64. Undefined, too, where it is none. */
export async function unsealText(
	key: CryptoKey,
	sealed: string,
	place: readonly (string | number)[],
): Promise<Bytes | undefined> {
	try {
		return await unseal(key, fromBase64(sealed), place);
	} catch {
		return undefined;
	}
}

/** `Uint8Array.toBase64` is not in browsers before 2025. */
export const toBase64 = (bytes: Bytes): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

/** Throws where it is none. */
export const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
