import { argon2, randomBytes, randomInt, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';
import { DataError } from '../data-error.ts';

/** OWASP Password Storage Cheat Sheet (Argon2id): 19 MiB, 2 passes, 1 lane. Raising them keeps older hashes valid. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
const saltLength = 16;

/** Without a second factor (information systems of level 3), in characters. */
const shortestPassword = 14;
/** Long enough for any phrase, short enough that hashing cannot be used to tie up the server. */
const longestPassword = 200;

const derive = promisify<'argon2id', Argon2Parameters, Buffer>(argon2);

/** One word, whichever way the keyboard composed its Vietnamese letters. */
const normalise = (password: string) => password.normalize('NFC');

/** @throws DataError `password-too-short` (< 14 characters), `password-too-long` (> 200), `password-is-login`. */
export function requirePassword(password: string, login: string): void {
	const length = [...normalise(password)].length;
	if (length < shortestPassword) throw new DataError('password-too-short', login);
	if (length > longestPassword) throw new DataError('password-too-long', login);
	if (normalise(password).toLowerCase() === login.toLowerCase()) throw new DataError('password-is-login', login);
}

/** The hash in the PHC string format: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash` (base64 without padding). */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(saltLength);
	const hash = await derive('argon2id', { message: normalise(password), nonce: salt, ...cost });
	return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

const encoded = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Compares in constant time. False for a string that is not such a hash. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
	const [, memory, passes, parallelism, salt, hash] = encoded.exec(stored) ?? [];
	if (!salt || !hash || password.length > 4 * longestPassword) return false;
	const expected = Buffer.from(hash, 'base64');
	const actual = await derive('argon2id', {
		message: normalise(password),
		nonce: Buffer.from(salt, 'base64'),
		memory: Number(memory),
		passes: Number(passes),
		parallelism: Number(parallelism),
		tagLength: expected.length,
	});
	return timingSafeEqual(actual, expected);
}

/** Letters and digits that nobody confuses when reading them aloud or from paper. */
const readable = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Four groups of four, e.g. `k7mq-x2vd-9hbn-trw4`: 79 bits. */
export function generatePassword(): string {
	const group = () => Array.from({ length: 4 }, () => readable[randomInt(readable.length)]).join('');
	return Array.from({ length: 4 }, group).join('-');
}
