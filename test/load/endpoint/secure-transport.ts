import type { DtlsParameters, IceCandidate, IceParameters } from 'mediasoup/types';
import { epochNow } from './clock.ts';
import { DtlsClient } from './dtls/dtls-client.ts';
import { keyingMaterialBytes, splitKeyingMaterial, srtpProfile } from './dtls/srtp-keys.ts';
import { SrtpOpener, SrtpSealer } from './dtls/srtp-session.ts';
import type { EndpointHost, HostedSocket } from './endpoint-host.ts';
import { IceClient } from './ice/ice-client.ts';
import { inNamespace } from './native/namespaces.ts';
import { UdpSocket } from './native/udp-socket.ts';

/** By another network than this machine's own. */
export interface Way {
	/** as `ip netns` has it */
	readonly namespace: string;
	/** of the server's, the one that is reached from there; unless they all are */
	readonly address?: string;
}

/** What the server tells of a WebRtcTransport; an ICE-lite server with a UDP candidate over IPv4. */
export interface TransportOptions {
	readonly id: string;
	readonly iceParameters: IceParameters;
	readonly iceCandidates: readonly IceCandidate[];
	readonly dtlsParameters: DtlsParameters;
	/** unless it is this machine's own network */
	readonly way?: Way;
}

export type TransportState = 'new' | 'connecting' | 'connected' | 'failed' | 'closed';

/** Both once; `failed` also long after `connected`: ICE or DTLS failed, consent expired, the server said goodbye. */
export interface TransportEvents {
	connected: [];
	failed: [reason: string];
}

export interface SecureTransportPort {
	/** An RTP packet, still sealed, in `host.batch`. */
	handleRtp(offset: number, length: number, time: number, opener: SrtpOpener): void;
	/** A compound RTCP packet, opened. */
	handleRtcp(packet: Buffer, time: number): void;
	/** After each look at the socket while connected. Says in how many ms to look again; undefined: as things are. */
	handleRound(now: number): number | undefined;
	handleConnected(): void;
	handleFailed(reason: string): void;
}

/**
 * ms between looks: while connecting; while packets come; the longest without any. Looking costs as much as a packet,
 * and nothing waits for it: times are the kernel's, and 40 ms of 720p fill a hundredth of the receive buffer.
 */
const looks = { connecting: 4, busy: 40, idle: 100 } as const;

/** ICE, DTLS and SRTP over one socket: what both directions have in common. */
export class SecureTransport implements HostedSocket {
	readonly #host: EndpointHost;
	readonly #port: SecureTransportPort;
	readonly #candidate: IceCandidate;
	readonly #way: Way | undefined;
	readonly #ice: IceClient;
	readonly #dtls: DtlsClient;
	#socket: UdpSocket;
	#keys: { sealer: SrtpSealer; opener: SrtpOpener } | undefined;
	#state: TransportState = 'new';
	#wait: number = looks.connecting;

	/** Throws where the server has no UDP candidate over IPv4. */
	constructor(host: EndpointHost, options: TransportOptions, port: SecureTransportPort) {
		const { way } = options;
		const candidate = options.iceCandidates.find(
			({ protocol, address }) =>
				protocol === 'udp' && /^[\d.]+$/.test(address) && address === (way?.address ?? address),
		);
		if (!candidate) throw new Error('the server offers no UDP candidate over IPv4');
		this.#host = host;
		this.#port = port;
		this.#candidate = candidate;
		this.#way = way;
		this.#socket = this.#open();
		this.#ice = new IceClient(options.iceParameters, {
			send: (message) => this.#socket.sendBytes(message),
			handleConnected: () => this.#dtls.start(epochNow()),
			handleFailed: (reason) => this.#fail(reason),
		});
		this.#dtls = new DtlsClient(host.identity, options.dtlsParameters.fingerprints, {
			send: (pointer, length) => this.#socket.send(pointer, length),
			handleConnected: (profile, exporter) => this.#handleKeys(profile, exporter),
			handleFailed: (reason) => this.#fail(reason),
			handleClosed: () => this.#fail('closed by the server'),
		});
	}

	get state(): TransportState {
		return this.#state;
	}

	get remotePort(): number {
		return this.#candidate.port;
	}

	get remoteAddress(): string {
		return this.#candidate.address;
	}

	get descriptor(): number {
		return this.#socket.descriptor;
	}

	/** For the server: we are the DTLS client, as browsers are towards mediasoup. */
	get dtlsParameters(): DtlsParameters {
		return { role: 'client', fingerprints: [this.#host.identity.fingerprint] };
	}

	/** ms, from the last ICE check. */
	get roundTrip(): number | undefined {
		return this.#ice.roundTrip;
	}

	/**
	 * Begins ICE, then DTLS. Call it when the server has our `dtlsParameters` (its `connect` was acknowledged), as
	 * browsers do: mediasoup ignores a DTLS hello that comes before.
	 */
	start(): void {
		if (this.#state !== 'new') return;
		this.#state = 'connecting';
		this.#host.add(this);
		this.#ice.start(epochNow());
	}

	/** The network changed: another local port, new ICE credentials from the server; DTLS and SRTP go on. */
	restartIce(server: IceParameters): void {
		if (this.#state !== 'connecting' && this.#state !== 'connected') return;
		this.#socket.close();
		this.#socket = this.#open();
		this.#ice.start(epochNow(), server);
		this.#host.hurry(this);
	}

	/** Seals the RTP packet at `packet` in place and sends it; see SrtpSealer. False: not sent. */
	sendRtp(packet: bigint, ssrc: number, headerBytes: number, length: number, index: number): boolean {
		if (this.#state !== 'connected' || !this.#keys) return false;
		return this.#socket.send(packet, this.#keys.sealer.sealRtp(packet, ssrc, headerBytes, length, index));
	}

	sendRtcp(packet: Buffer): void {
		if (this.#state !== 'connected' || !this.#keys) return;
		const { pointer, length } = this.#keys.sealer.sealRtcp(packet);
		this.#socket.send(pointer, length);
	}

	/** Looks at the socket, and calls `handleRound`, as soon as it can. */
	hurry(): void {
		this.#host.hurry(this);
	}

	/** `silently`: without DTLS' goodbye, as when the power goes. Idempotent. */
	close(silently = false): void {
		if (this.#state === 'closed') return;
		this.#state = 'closed';
		this.#host.remove(this);
		this.#ice.close();
		this.#dtls.close(silently);
		this.#keys?.sealer.close();
		this.#keys?.opener.close();
		this.#keys = undefined;
		this.#socket.close();
	}

	handleDatagram(offset: number, length: number, time: number): void {
		const { batch } = this.#host;
		// RFC 7983: the first byte tells STUN, DTLS and (S)RTP apart; RFC 5761 §4: the second, RTP from RTCP.
		const first = batch.view.getUint8(offset);
		if (first >= 128 && first < 192) {
			if (!this.#keys || length < 12) return;
			const second = batch.view.getUint8(offset + 1);
			if (second < 192 || second > 223) return this.#port.handleRtp(offset, length, time, this.#keys.opener);
			const packet = this.#keys.opener.openRtcp(batch.bytes.subarray(offset, offset + length));
			if (packet) this.#port.handleRtcp(packet, time);
		} else if (first >= 20 && first < 64) {
			this.#dtls.handleDatagram(batch.pointer + BigInt(offset), length);
		} else if (first < 4) {
			this.#ice.handleMessage(batch.bytes.subarray(offset, offset + length), time);
		}
	}

	handleRound(now: number, count: number): number {
		this.#ice.handleTime(now);
		this.#dtls.handleTime(now);
		if (this.#state !== 'connected') return looks.connecting;
		this.#wait = count > 0 ? looks.busy : Math.min(looks.idle, this.#wait * 1.25);
		return Math.min(this.#wait, this.#port.handleRound(now) ?? this.#wait);
	}

	#open(): UdpSocket {
		const open = () => new UdpSocket(this.#candidate.address, this.#candidate.port);
		return this.#way ? inNamespace(this.#way.namespace, open) : open();
	}

	#handleKeys(profile: number, exporter: (length: number) => Buffer): void {
		if (profile !== srtpProfile.id) return this.#fail(`SRTP profile ${profile}, which we do not speak`);
		const { client, server } = splitKeyingMaterial(exporter(keyingMaterialBytes));
		this.#keys = { sealer: new SrtpSealer(client), opener: new SrtpOpener(server) };
		this.#state = 'connected';
		this.#port.handleConnected();
	}

	#fail(reason: string): void {
		if (this.#state === 'failed' || this.#state === 'closed') return;
		this.#state = 'failed';
		this.#host.remove(this);
		this.#socket.close();
		this.#port.handleFailed(reason);
	}
}
