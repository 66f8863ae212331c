/**
 * Node has OpenSSL inside, with DTLS and its SRTP extension (RFC 5764), but offers neither to JavaScript. The program
 * exports the library's functions, so `node:ffi` can call them. All of them run on the calling thread.
 */
import { dlopen } from 'node:ffi';

export const { functions: openssl } = dlopen(null, {
	DTLS_client_method: { return: 'pointer', arguments: [] },
	SSL_CTX_new: { return: 'pointer', arguments: ['pointer'] },
	SSL_CTX_free: { return: 'void', arguments: ['pointer'] },
	SSL_CTX_set_options: { return: 'u64', arguments: ['pointer', 'u64'] },
	SSL_CTX_set_tlsext_use_srtp: { return: 'i32', arguments: ['pointer', 'string'] },
	SSL_CTX_use_certificate: { return: 'i32', arguments: ['pointer', 'pointer'] },
	SSL_CTX_use_PrivateKey: { return: 'i32', arguments: ['pointer', 'pointer'] },
	SSL_new: { return: 'pointer', arguments: ['pointer'] },
	SSL_free: { return: 'void', arguments: ['pointer'] },
	SSL_set_bio: { return: 'void', arguments: ['pointer', 'pointer', 'pointer'] },
	SSL_set_connect_state: { return: 'void', arguments: ['pointer'] },
	SSL_do_handshake: { return: 'i32', arguments: ['pointer'] },
	SSL_read: { return: 'i32', arguments: ['pointer', 'pointer', 'i32'] },
	SSL_shutdown: { return: 'i32', arguments: ['pointer'] },
	SSL_get_error: { return: 'i32', arguments: ['pointer', 'i32'] },
	SSL_ctrl: { return: 'i64', arguments: ['pointer', 'i32', 'i64', 'pointer'] },
	SSL_get1_peer_certificate: { return: 'pointer', arguments: ['pointer'] },
	SSL_get_selected_srtp_profile: { return: 'pointer', arguments: ['pointer'] },
	SSL_export_keying_material: {
		return: 'i32',
		arguments: ['pointer', 'pointer', 'u64', 'string', 'u64', 'pointer', 'u64', 'i32'],
	},
	BIO_new: { return: 'pointer', arguments: ['pointer'] },
	BIO_s_dgram_mem: { return: 'pointer', arguments: [] },
	BIO_read: { return: 'i32', arguments: ['pointer', 'pointer', 'i32'] },
	BIO_write: { return: 'i32', arguments: ['pointer', 'pointer', 'i32'] },
	EVP_aes_256_gcm: { return: 'pointer', arguments: [] },
	EVP_CIPHER_CTX_new: { return: 'pointer', arguments: [] },
	EVP_CIPHER_CTX_free: { return: 'void', arguments: ['pointer'] },
	EVP_CIPHER_CTX_ctrl: { return: 'i32', arguments: ['pointer', 'i32', 'i32', 'pointer'] },
	EVP_CipherInit_ex: { return: 'i32', arguments: ['pointer', 'pointer', 'pointer', 'pointer', 'pointer', 'i32'] },
	EVP_CipherUpdate: { return: 'i32', arguments: ['pointer', 'pointer', 'pointer', 'pointer', 'i32'] },
	EVP_CipherFinal_ex: { return: 'i32', arguments: ['pointer', 'pointer', 'pointer'] },
	ERR_clear_error: { return: 'void', arguments: [] },
	d2i_AutoPrivateKey: { return: 'pointer', arguments: ['pointer', 'pointer', 'i64'] },
	EVP_PKEY_free: { return: 'void', arguments: ['pointer'] },
	EVP_sha256: { return: 'pointer', arguments: [] },
	X509_new: { return: 'pointer', arguments: [] },
	X509_free: { return: 'void', arguments: ['pointer'] },
	X509_set_version: { return: 'i32', arguments: ['pointer', 'i64'] },
	X509_get_serialNumber: { return: 'pointer', arguments: ['pointer'] },
	ASN1_INTEGER_set_uint64: { return: 'i32', arguments: ['pointer', 'u64'] },
	X509_getm_notBefore: { return: 'pointer', arguments: ['pointer'] },
	X509_getm_notAfter: { return: 'pointer', arguments: ['pointer'] },
	X509_gmtime_adj: { return: 'pointer', arguments: ['pointer', 'i64'] },
	X509_get_subject_name: { return: 'pointer', arguments: ['pointer'] },
	X509_NAME_add_entry_by_txt: {
		return: 'i32',
		arguments: ['pointer', 'string', 'i32', 'string', 'i32', 'i32', 'i32'],
	},
	X509_set_issuer_name: { return: 'i32', arguments: ['pointer', 'pointer'] },
	X509_set_pubkey: { return: 'i32', arguments: ['pointer', 'pointer'] },
	X509_sign: { return: 'i32', arguments: ['pointer', 'pointer', 'pointer'] },
	X509_digest: { return: 'i32', arguments: ['pointer', 'pointer', 'pointer', 'pointer'] },
});

/** From OpenSSL's headers (ssl.h, dtls1.h, evp.h, asn1.h), stable since 1.1. */
export const constants = {
	SSL_OP_NO_QUERY_MTU: 1n << 12n,
	SSL_CTRL_SET_MTU: 17,
	DTLS_CTRL_HANDLE_TIMEOUT: 74,
	SSL_ERROR_WANT_READ: 2,
	SSL_ERROR_ZERO_RETURN: 6,
	EVP_CTRL_AEAD_GET_TAG: 0x10,
	EVP_CTRL_AEAD_SET_TAG: 0x11,
	MBSTRING_ASC: 0x1001,
} as const;

/** Throws unless the call gave a pointer or 1, which is how OpenSSL says that all is well. */
export function succeeded<T extends number | bigint>(result: T, what: string): T {
	if (typeof result === 'bigint' ? result === 0n : result <= 0) throw new Error(`OpenSSL: ${what} failed`);
	return result;
}
