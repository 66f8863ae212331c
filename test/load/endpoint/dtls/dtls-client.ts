import { getUint64 } from 'node:ffi';
import type { DtlsFingerprint } from 'mediasoup/types';
import { constants, openssl, succeeded } from '../native/openssl.ts';
import { Scratch } from '../native/scratch.ts';
import { type DtlsIdentity, sha256Of } from './identity.ts';

/** Longest handshake datagram: what fits every path, as in browsers. */
const mtu = 1200;
/** ms between looks at OpenSSL's retransmission timer, which starts at 1 s. */
const lookEvery = 100;
/** ms. */
const connectWithin = 30_000;
const scratch = new Scratch(4096);

export interface DtlsClientPort {
	send(pointer: bigint, length: number): void;
	/** `profile`: IANA's number of the SRTP profile chosen. `exporter` gives RFC 5764 §4.2's keying material. */
	handleConnected(profile: number, exporter: (length: number) => Buffer): void;
	handleFailed(reason: string): void;
	/** The server said goodbye (close_notify). */
	handleClosed(): void;
}

/** One DTLS association in which we are the client, whatever carries its datagrams. */
export class DtlsClient {
	readonly #ssl: bigint;
	readonly #received: bigint;
	readonly #toSend: bigint;
	readonly #fingerprints: readonly DtlsFingerprint[];
	readonly #port: DtlsClientPort;
	#state: 'new' | 'connecting' | 'connected' | 'over' = 'new';
	#startedAt = 0;
	#nextLook = 0;
	#freed = false;

	/** `fingerprints`: those of the server's certificate, from signalling. */
	constructor(identity: DtlsIdentity, fingerprints: readonly DtlsFingerprint[], port: DtlsClientPort) {
		this.#fingerprints = fingerprints;
		this.#port = port;
		this.#ssl = succeeded(openssl.SSL_new(identity.context), 'SSL_new');
		this.#received = succeeded(openssl.BIO_new(openssl.BIO_s_dgram_mem()), 'BIO_new');
		this.#toSend = succeeded(openssl.BIO_new(openssl.BIO_s_dgram_mem()), 'BIO_new');
		// From here on both belong to the SSL.
		openssl.SSL_set_bio(this.#ssl, this.#received, this.#toSend);
		openssl.SSL_set_connect_state(this.#ssl);
		openssl.SSL_ctrl(this.#ssl, constants.SSL_CTRL_SET_MTU, BigInt(mtu), 0n);
	}

	/** Does nothing the second time. */
	start(now: number): void {
		if (this.#state !== 'new') return;
		this.#state = 'connecting';
		this.#startedAt = now;
		this.#proceed();
	}

	handleDatagram(pointer: bigint, length: number): void {
		if (this.#state !== 'connecting' && this.#state !== 'connected') return;
		openssl.BIO_write(this.#received, pointer, length);
		if (this.#state === 'connecting') this.#proceed();
		else this.#read();
	}

	handleTime(now: number): void {
		if (this.#state !== 'connecting' || now < this.#nextLook) return;
		this.#nextLook = now + lookEvery;
		if (now - this.#startedAt > connectWithin) return this.#fail('no end of the DTLS handshake');
		openssl.ERR_clear_error();
		openssl.SSL_ctrl(this.#ssl, constants.DTLS_CTRL_HANDLE_TIMEOUT, 0n, 0n);
		this.#flush();
	}

	/** Says goodbye unless told not to, and frees all. Idempotent. */
	close(silently: boolean): void {
		if (this.#freed) return;
		this.#freed = true;
		if (this.#state === 'connected' && !silently) {
			openssl.SSL_shutdown(this.#ssl);
			this.#flush();
		}
		this.#state = 'over';
		openssl.SSL_free(this.#ssl);
	}

	#proceed(): void {
		openssl.ERR_clear_error();
		const result = openssl.SSL_do_handshake(this.#ssl);
		const error = result === 1 ? 0 : openssl.SSL_get_error(this.#ssl, result);
		this.#flush();
		if (error === constants.SSL_ERROR_WANT_READ) return;
		if (error !== 0) return this.#fail(`DTLS handshake failed (SSL error ${error})`);
		this.#complete();
	}

	#complete(): void {
		const certificate = openssl.SSL_get1_peer_certificate(this.#ssl);
		const value = certificate === 0n ? '' : sha256Of(certificate);
		if (certificate !== 0n) openssl.X509_free(certificate);
		if (!this.#fingerprints.some((known) => known.algorithm === 'sha-256' && known.value.toUpperCase() === value)) {
			return this.#fail('the server showed another certificate than signalled');
		}
		const profile = openssl.SSL_get_selected_srtp_profile(this.#ssl);
		if (profile === 0n) return this.#fail('no SRTP profile in common');
		this.#state = 'connected';
		// struct { const char *name; unsigned long id; }
		this.#port.handleConnected(Number(getUint64(profile, 8)), (length) => this.#export(length));
	}

	#export(length: number): Buffer {
		const label = 'EXTRACTOR-dtls_srtp';
		succeeded(
			openssl.SSL_export_keying_material(
				this.#ssl,
				scratch.pointer,
				BigInt(length),
				label,
				BigInt(label.length),
				0n,
				0n,
				0,
			),
			'SSL_export_keying_material',
		);
		return Buffer.from(scratch.bytes.subarray(0, length));
	}

	/** No application data flows here; what comes is an alert, or our last flight asked for once more. */
	#read(): void {
		openssl.ERR_clear_error();
		const result = openssl.SSL_read(this.#ssl, scratch.pointer, 4096);
		const error = result > 0 ? 0 : openssl.SSL_get_error(this.#ssl, result);
		this.#flush();
		if (error === 0 || error === constants.SSL_ERROR_WANT_READ) return;
		this.#state = 'over';
		this.#port.handleClosed();
	}

	#flush(): void {
		for (;;) {
			const length = openssl.BIO_read(this.#toSend, scratch.pointer, 4096);
			if (length <= 0) return;
			this.#port.send(scratch.pointer, length);
		}
	}

	#fail(reason: string): void {
		this.#state = 'over';
		this.#port.handleFailed(reason);
	}
}
