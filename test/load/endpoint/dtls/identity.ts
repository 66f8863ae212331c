import { generateKeyPairSync } from 'node:crypto';
import type { DtlsFingerprint } from 'mediasoup/types';
import { constants, openssl, succeeded } from '../native/openssl.ts';
import { Scratch } from '../native/scratch.ts';

const scratch = new Scratch(4096);

/**
 * A self-signed P-256 certificate as browsers make them (RFC 8827 §6.5), and OpenSSL's settings with it. One serves
 * every endpoint of a process: a browser too uses one for many connections.
 */
export class DtlsIdentity {
	/** SSL_CTX. */
	readonly context: bigint;
	readonly fingerprint: DtlsFingerprint;
	#closed = false;

	/** `srtpProfiles`: OpenSSL's names, joined by a colon; the server chooses. */
	constructor(srtpProfiles: string) {
		const key = privateKey();
		const certificate = selfSigned(key);
		this.fingerprint = { algorithm: 'sha-256', value: sha256Of(certificate) };
		this.context = succeeded(openssl.SSL_CTX_new(openssl.DTLS_client_method()), 'SSL_CTX_new');
		// OpenSSL must not ask the socket for the path's MTU: we give it no socket.
		openssl.SSL_CTX_set_options(this.context, constants.SSL_OP_NO_QUERY_MTU);
		succeeded(openssl.SSL_CTX_use_certificate(this.context, certificate), 'SSL_CTX_use_certificate');
		succeeded(openssl.SSL_CTX_use_PrivateKey(this.context, key), 'SSL_CTX_use_PrivateKey');
		// This one call says 0 when all is well.
		if (openssl.SSL_CTX_set_tlsext_use_srtp(this.context, srtpProfiles) !== 0) throw new Error('no such SRTP profile');
		openssl.X509_free(certificate);
		openssl.EVP_PKEY_free(key);
	}

	/** Idempotent; connections that are open keep what they need. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		openssl.SSL_CTX_free(this.context);
	}
}

/** SHA-256 of an X509, as SDP writes it (RFC 8122 §5): pairs of capital hexadecimal digits, joined by colons. */
export function sha256Of(certificate: bigint): string {
	succeeded(
		openssl.X509_digest(certificate, openssl.EVP_sha256(), scratch.pointer, scratch.pointer + 64n),
		'X509_digest',
	);
	return scratch.bytes.toString('hex', 0, 32).toUpperCase().match(/../g)?.join(':') ?? '';
}

function privateKey(): bigint {
	const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const der = key.export({ type: 'pkcs8', format: 'der' });
	der.copy(scratch.bytes, 16);
	// d2i functions take the address of a pointer to the bytes.
	scratch.bytes.writeBigUInt64LE(scratch.pointer + 16n, 0);
	return succeeded(openssl.d2i_AutoPrivateKey(0n, scratch.pointer, BigInt(der.length)), 'd2i_AutoPrivateKey');
}

function selfSigned(key: bigint): bigint {
	const certificate = succeeded(openssl.X509_new(), 'X509_new');
	openssl.X509_set_version(certificate, 2n);
	openssl.ASN1_INTEGER_set_uint64(openssl.X509_get_serialNumber(certificate), BigInt(Date.now()));
	openssl.X509_gmtime_adj(openssl.X509_getm_notBefore(certificate), -86_400n);
	openssl.X509_gmtime_adj(openssl.X509_getm_notAfter(certificate), 30n * 86_400n);
	const name = openssl.X509_get_subject_name(certificate);
	openssl.X509_NAME_add_entry_by_txt(name, 'CN', constants.MBSTRING_ASC, 'WebRTC', -1, -1, 0);
	openssl.X509_set_issuer_name(certificate, name);
	succeeded(openssl.X509_set_pubkey(certificate, key), 'X509_set_pubkey');
	succeeded(openssl.X509_sign(certificate, key, openssl.EVP_sha256()), 'X509_sign');
	return certificate;
}
