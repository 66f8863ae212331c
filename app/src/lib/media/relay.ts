import type { Transport } from 'mediasoup-client/types';
import type { MediaSignalling } from './media-signalling.ts';

/**
 * How long a direct way may take to be found, in ms: a TCP connection whose first packet is lost sends it again after
 * 1 s (RFC 6298 §2).
 */
export const directWithin = 3000;

/**
 * TURN servers, offered to transports once no direct way was found in time, and from then on. Not before: browsers take
 * the first way that works, be it the relay, and look no further for one over TCP; and each offer costs the relay an
 * allocation, used or not.
 */
export class Relay {
	readonly #servers: () => readonly RTCIceServer[];
	readonly #listeners = new Set<() => void>();
	#needed = false;

	/** `servers`: with credentials that hold when it is called; empty where there are none */
	constructor(servers: () => readonly RTCIceServer[]) {
		this.#servers = servers;
	}

	/** What a transport may use at this moment. */
	get iceServers(): RTCIceServer[] {
		return this.#needed ? [...this.#servers()] : [];
	}

	/** Hears that what is in use has new credentials. Returns the way to stop listening. */
	onRenewed(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** The servers have other credentials from now on: those of before are about to expire. */
	renew(): void {
		if (this.#needed) for (const listener of this.#listeners) listener();
	}

	/** A direct way was not found in time. False if there is no relay either. */
	need(): boolean {
		this.#needed = this.#servers().length > 0;
		return this.#needed;
	}
}

/**
 * ICE restart (RFC 8445 §2.4): another path for the same endpoint, nothing else is renewed. Rejects with MediaRefusal,
 * or with UnsupportedError where it takes a relay that mediasoup-client cannot name to a transport that stands (in
 * Firefox): one that is joined anew has it from the start.
 */
export async function restartIce(transport: Transport, signalling: MediaSignalling): Promise<void> {
	const { iceParameters } = await signalling.request('restart-ice', { transportId: transport.id });
	const { iceServers } = signalling.relay;
	// Offered for the first time, or with credentials that have not expired.
	if (iceServers.length > 0) await transport.updateIceServers({ iceServers });
	await transport.restartIce({ iceParameters });
}
