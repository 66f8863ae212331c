import { randomBytes } from 'node:crypto';
import type { IceParameters } from 'mediasoup/types';
import { readBindingResponse, writeBindingRequest } from './stun.ts';

/** ms. RFC 8489 §6.2.1: the first wait for an answer, doubled up to the second. */
const firstWait = 100;
const longestWait = 1600;
/** ms between checks on a pair that works: Chromium's, within RFC 7675's 4–6 s at most. */
const consentEvery = 2500;
/** ms without an answer, after which the server no longer consents (RFC 7675 §5.1). */
const consentLasts = 30_000;
/** ms in which the first check must be answered. */
const connectWithin = 15_000;
/** RFC 8445 §5.1.2.1, a host candidate of component 1. */
const hostPriority = 126 * 2 ** 24 + 65_535 * 2 ** 8 + 255;

export interface IceClientPort {
	send(message: Buffer): void;
	/** The server answered: media may flow. Again after each restart. */
	handleConnected(): void;
	handleFailed(reason: string): void;
}

/**
 * Our side of ICE towards an ICE-lite server with one candidate (RFC 8445 §2.5): we control, there is one pair, and it
 * is nominated with the first check. Checks go on as consent (RFC 7675).
 */
export class IceClient {
	readonly #port: IceClientPort;
	readonly #tieBreaker = randomBytes(8);
	#server: IceParameters;
	#username = '';
	#waiting = new Map<string, number>();
	#state: 'new' | 'checking' | 'connected' | 'failed' | 'closed' = 'new';
	#startedAt = 0;
	#answeredAt = 0;
	#nextAt = 0;
	#wait = firstWait;
	/** ms, of the last answered check. */
	roundTrip: number | undefined;

	constructor(server: IceParameters, port: IceClientPort) {
		this.#server = server;
		this.#port = port;
	}

	/** Also a restart, where the server gives new parameters. Times in ms, any one clock. */
	start(now: number, server = this.#server): void {
		if (this.#state === 'closed') return;
		this.#server = server;
		this.#username = `${server.usernameFragment}:${randomBytes(4).toString('hex')}`;
		this.#waiting.clear();
		this.#state = 'checking';
		this.#startedAt = now;
		this.#wait = firstWait;
		this.#nextAt = now;
		this.handleTime(now);
	}

	handleTime(now: number): void {
		if (this.#state === 'checking' && now - this.#startedAt > connectWithin) this.#fail('no answer to ICE checks');
		else if (this.#state === 'connected' && now - this.#answeredAt > consentLasts) this.#fail('consent expired');
		else if ((this.#state === 'checking' || this.#state === 'connected') && now >= this.#nextAt) this.#check(now);
	}

	handleMessage(message: Buffer, now: number): void {
		const response = readBindingResponse(message, this.#server.password);
		const sentAt = response && this.#waiting.get(response.transactionId.toString('latin1'));
		if (!response || sentAt === undefined) return;
		this.#waiting.clear();
		// Wrong credentials: the transport is gone or was restarted; time will show, as in a browser.
		if (!response.success) return;
		this.#answeredAt = now;
		this.roundTrip = now - sentAt;
		if (this.#state !== 'checking') return;
		this.#state = 'connected';
		this.#nextAt = now + consentEvery;
		this.#port.handleConnected();
	}

	close(): void {
		this.#state = 'closed';
	}

	#check(now: number): void {
		const transactionId = randomBytes(12);
		// Answers that never came are forgotten: the newest few are enough.
		if (this.#waiting.size > 8) this.#waiting.clear();
		this.#waiting.set(transactionId.toString('latin1'), now);
		if (this.#state === 'checking') {
			this.#nextAt = now + this.#wait;
			this.#wait = Math.min(longestWait, this.#wait * 2);
		} else {
			this.#nextAt = now + consentEvery * (0.8 + Math.random() * 0.4);
		}
		this.#port.send(
			writeBindingRequest({
				transactionId,
				username: this.#username,
				password: this.#server.password,
				tieBreaker: this.#tieBreaker,
				priority: hostPriority,
			}),
		);
	}

	#fail(reason: string): void {
		this.#state = 'failed';
		this.#port.handleFailed(reason);
	}
}
