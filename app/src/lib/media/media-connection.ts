import { Device } from 'mediasoup-client';
import type { RtpCapabilities, Transport, TransportOptions } from 'mediasoup-client/types';
import type { Layer, Source } from '#sfu/link/contract-endpoint.ts';
import { MediaRefusal, type MediaSignalling } from './media-signalling.ts';
import type { MediaProfile } from './media-profiles.ts';
import { ReceivedTracks } from './received-tracks.ts';
import { directWithin, restartIce } from './relay.ts';
import type { RemoteTrack } from './remote-track.ts';
import { SentTracks, type Wanted } from './sent-tracks.ts';

/** What becomes of a connection. */
export interface MediaConnectionPort {
	signalling: MediaSignalling;
	profile: MediaProfile;
	onTracks(tracks: readonly RemoteTrack[]): void;
	/** In which size a track is shown now; null: not at all. */
	layerOf(track: RemoteTrack): Layer | null;
	/** The network dropped the media; repairing has begun. */
	onInterrupted(): void;
	/** Media flows (again). */
	onConnected(): void;
	/** Beyond repair: close it and join anew. Called once. */
	onFailed(): void;
}

/** How long a repaired path may take to carry media before joining anew, in ms. */
const repairTime = 6000;

/** One incarnation of this device in its conference: from joining until it is closed or beyond repair. */
export class MediaConnection {
	readonly #port: MediaConnectionPort;
	readonly #received: ReceivedTracks;
	readonly #sent: SentTracks;
	readonly #stopListening: () => void;
	readonly #repairs = new Map<Transport, ReturnType<typeof setTimeout>>();
	#send: Transport | undefined;
	#receive: Transport | undefined;
	#over = false;

	constructor(port: MediaConnectionPort) {
		this.#port = port;
		const { signalling } = port;
		this.#received = new ReceivedTracks({
			signalling,
			onTracks: (tracks) => port.onTracks(tracks),
			layerOf: (track) => port.layerOf(track),
			onLost: () => this.#fail(),
		});
		this.#sent = new SentTracks({ signalling, profile: port.profile, onLost: () => this.#fail() });
		this.#stopListening = signalling.on('consumers', ({ transportId, wanted }) => {
			if (transportId === this.#receive?.id) for (const { source, layers } of wanted) this.#sent.want(source, layers);
		});
	}

	/** Closed, or beyond repair. */
	get over(): boolean {
		return this.#over;
	}

	/** Joins; rejects with MediaRefusal, or with mediasoup-client's error in a browser that cannot do it. */
	async open(): Promise<void> {
		const { signalling } = this.#port;
		const { rtpCapabilities } = await signalling.request('open', {});
		const device = await Device.factory();
		// The two packages name the same structures; the server's list of header extensions is the longer one.
		await device.load({ routerRtpCapabilities: rtpCapabilities as RtpCapabilities });
		const { send, receive } = await signalling.request('join', { rtpCapabilities: device.recvRtpCapabilities });
		if (this.#over) throw new MediaRefusal('unavailable');
		const { iceServers } = signalling.relay;
		this.#send = this.#watch(device.createSendTransport({ ...(send as TransportOptions), iceServers }));
		this.#receive = this.#watch(device.createRecvTransport({ ...(receive as TransportOptions), iceServers }));
		this.#sent.follow(this.#send);
		this.#received.follow(this.#receive);
	}

	/** Makes what is sent of a source what is wanted; rejects when the server refuses the source. */
	async apply(source: Source, wanted: Wanted): Promise<void> {
		await this.#sent.apply(source, wanted);
	}

	/** How tracks are shown has changed. */
	fit(): void {
		this.#received.fit();
	}

	/** The network has changed: finds a new path at once instead of waiting for the old one to time out. */
	repair(): void {
		for (const transport of [this.#send, this.#receive]) {
			if (transport && transport.connectionState !== 'new') void this.#repair(transport);
		}
	}

	/** The link to the server was down for a while: catches up with the stage, at no cost to what is in step with it. */
	async resync(): Promise<void> {
		const transport = this.#receive;
		if (!transport || this.#over) return;
		try {
			await this.#port.signalling.request('resync', { transportId: transport.id });
		} catch {
			this.#fail();
		}
	}

	async getStats(): Promise<RTCStatsReport[]> {
		const transports = [this.#send, this.#receive].filter((transport) => transport !== undefined);
		return Promise.all(transports.map((transport) => transport.getStats()));
	}

	/** Idempotent. The server is not told: it drops this incarnation when the next joins, or on `leave`. */
	close(): void {
		if (this.#over) return;
		this.#over = true;
		for (const timer of this.#repairs.values()) clearTimeout(timer);
		this.#repairs.clear();
		this.#stopListening();
		this.#received.close();
		this.#sent.close();
		this.#send?.close();
		this.#receive?.close();
	}

	#watch(transport: Transport): Transport {
		const { signalling } = this.#port;
		transport.on('connect', ({ dtlsParameters }, done, failed) => {
			signalling.request('connect-transport', { transportId: transport.id, dtlsParameters }).then(done, failed);
		});
		transport.on('connectionstatechange', (state) => {
			if (this.#over) return;
			if (state === 'connected') this.#repaired(transport);
			else if (state === 'disconnected' || state === 'failed') {
				this.#port.onInterrupted();
				void this.#repair(transport);
			} else if (state === 'connecting') setTimeout(() => this.#endDirectSearch(transport), directWithin);
			else if (state === 'closed') this.#fail();
		});
		return transport;
	}

	/** Firewalls drop without a word: where no direct way is found in time, there is none. */
	#endDirectSearch(transport: Transport): void {
		const { relay } = this.#port.signalling;
		if (this.#over || transport.connectionState !== 'connecting' || !relay.need()) return;
		// One that has not begun shall not lose the same time.
		for (const each of [this.#send, this.#receive])
			each?.updateIceServers({ iceServers: relay.iceServers }).catch(() => {});
		this.repair();
	}

	/** Finds another path, or fails: only joining anew helps where that takes too long. One attempt at a time. */
	async #repair(transport: Transport): Promise<void> {
		if (this.#over || this.#repairs.has(transport)) return;
		this.#repairs.set(
			transport,
			setTimeout(() => this.#fail(), repairTime),
		);
		try {
			await restartIce(transport, this.#port.signalling);
			this.#sent.settle();
			// A path that never broke reports no change of state.
			if (!this.#over && transport.connectionState === 'connected') this.#repaired(transport);
		} catch {
			this.#fail();
		}
	}

	#repaired(transport: Transport): void {
		clearTimeout(this.#repairs.get(transport));
		this.#repairs.delete(transport);
		if (this.#repairs.size === 0) this.#port.onConnected();
	}

	#fail(): void {
		if (this.#over) return;
		this.close();
		this.#port.onFailed();
	}
}
