import path from 'node:path';
import { run } from '#test/support/namespace.ts';

export interface Certificate {
	/** paths of PEM files */
	readonly certificate: string;
	readonly key: string;
}

/** Of a server at this address, signed by itself, for a day. */
export function makeCertificate(folder: string, address: string): Certificate {
	const [certificate, key] = [path.join(folder, 'certificate.pem'), path.join(folder, 'key.pem')];
	const keyed = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-keyout', key];
	const named = ['-subj', '/CN=Nhip Cau', '-addext', `subjectAltName=IP:${address}`, '-days', '1'];
	run('openssl', ['req', '-x509', ...keyed, ...named, '-out', certificate]);
	return { certificate, key };
}
