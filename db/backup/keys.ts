import { OperatorError } from '#db/operator.ts';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { readFile, writeFile } from 'node:fs/promises';

/** Public keys as a setting holds them: with commas or spaces between. */
export const readRecipients = (setting: string | undefined): string[] =>
	(setting ?? '').split(/[\s,]+/).filter(Boolean);

/** Makes a key and keeps it in a file of its own, in the form of `age-keygen`. @returns its public part */
export async function makeKey(file: string, now: number): Promise<string> {
	const identity = await generateX25519Identity();
	const recipient = await identityToRecipient(identity);
	const text = `# created: ${new Date(now).toISOString()}\n# public key: ${recipient}\n${identity}\n`;
	await writeFile(file, text, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
		throw new OperatorError(
			error.code === 'EEXIST' ? `${file} is there already: a key is never overwritten.` : error.message,
		);
	});
	return recipient;
}

/** What opens back-ups with the keys in a file. @throws OperatorError */
export async function readDecrypter(file: string): Promise<Decrypter> {
	const text = await readFile(file, 'utf8').catch((error: Error) => {
		throw new OperatorError(`The key cannot be read: ${error.message}`);
	});
	const keys = text.split('\n').flatMap((line) => (/^\s*(#|$)/.test(line) ? [] : [line.trim()]));
	const decrypter = new Decrypter();
	try {
		for (const key of keys) decrypter.addIdentity(key);
	} catch {
		throw new OperatorError(`${file} is no key of age (AGE-SECRET-KEY-…).`);
	}
	if (keys.length === 0) throw new OperatorError(`${file} holds no key of age (AGE-SECRET-KEY-…).`);
	return decrypter;
}
