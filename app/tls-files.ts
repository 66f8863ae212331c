import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Paths of PEM files: the certificate, with its chain where it has one, and its private key without a passphrase. */
export interface TlsFiles {
	readonly certificate: string;
	readonly key: string;
}

/** What keeps the two from serving TLS, one line for each mistake; empty where they do. */
export function mistakesInTls({ certificate, key }: TlsFiles): string[] {
	const mistakes: string[] = [];
	const found = read(certificate, 'TLS_CERTIFICATE', mistakes, parseCertificate);
	const secret = read(key, 'TLS_KEY', mistakes, parseKey);
	if (found && secret && !found.checkPrivateKey(secret))
		mistakes.push(`TLS_KEY: ${key} is not the key of the certificate in ${certificate}`);
	return mistakes;
}

function read<T>(file: string, setting: string, mistakes: string[], parse: (pem: Buffer) => T | string): T | undefined {
	let pem: Buffer;
	try {
		pem = readFileSync(file);
	} catch (error) {
		const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		mistakes.push(`${setting}: ${file} cannot be read (${why})`);
		return undefined;
	}
	const parsed = parse(pem);
	if (typeof parsed !== 'string') return parsed;
	mistakes.push(`${setting}: ${file} ${parsed}`);
	return undefined;
}

function parseCertificate(pem: Buffer): X509Certificate | string {
	try {
		return new X509Certificate(pem);
	} catch {
		return 'holds no certificate in PEM form';
	}
}

function parseKey(pem: Buffer): KeyObject | string {
	try {
		return createPrivateKey(pem);
	} catch {
		return 'holds no private key in PEM form without a passphrase';
	}
}
