import { AwaitQueue, AwaitQueueStoppedError } from 'awaitqueue';
import { Device } from 'mediasoup-client';
import type { AppData, Producer, RtpCapabilities, Transport, TransportOptions } from 'mediasoup-client/types';
import type { Layer, Layers, Source } from '#sfu/link/contract-endpoint.ts';
import { MediaRefusal, needsRejoin, type MediaSignalling } from './media-signalling.ts';
import type { MediaProfile } from './media-profiles.ts';
import { publishingOf, sendLayers } from './publishing.ts';
import { ReceivedTracks } from './received-tracks.ts';
import { directWithin, restartIce } from './relay.ts';
import type { RemoteTrack } from './remote-track.ts';

/** What a source should send; null: nothing. */
export type Wanted = { track: MediaStreamTrack; muted: boolean } | null;

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
	readonly #producers = new Map<Source, Producer>();
	/** How many layers of each source anybody takes. */
	readonly #wanted = new Map<Source, Layers>();
	readonly #stopListening: (() => void)[];
	/** Publishing, muting and closing in the order they were asked for. */
	readonly #queue = new AwaitQueue();
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
		this.#stopListening = [
			signalling.on('source-wanted', ({ source, layers }) => this.#want(source, layers)),
			signalling.on('consumers', ({ transportId, wanted }) => {
				if (transportId === this.#receive?.id) for (const { source, layers } of wanted) this.#want(source, layers);
			}),
		];
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
		this.#received.follow(this.#receive);
	}

	/**
	 * Makes what is sent of a source what is wanted: publishes, replaces the track, mutes, unmutes or closes. Rejects
	 * when the server refuses the source; where only joining anew helps, the connection fails instead.
	 */
	async apply(source: Source, wanted: Wanted): Promise<void> {
		try {
			await this.#queue.push(() => this.#applyNow(source, wanted));
		} catch (error) {
			if (this.#over || error instanceof AwaitQueueStoppedError) return;
			if (!needsRejoin(error)) throw error;
			this.#fail();
		}
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
		this.#queue.stop();
		for (const timer of this.#repairs.values()) clearTimeout(timer);
		this.#repairs.clear();
		for (const stop of this.#stopListening) stop();
		this.#received.close();
		this.#send?.close();
		this.#receive?.close();
	}

	async #applyNow(source: Source, wanted: Wanted): Promise<void> {
		const { signalling } = this.#port;
		const producer = this.#producers.get(source);
		if (!wanted) {
			this.#producers.delete(source);
			producer?.close();
			if (producer) await this.#closeProducer(producer.id);
		} else if (!producer) {
			await this.#publish(source, wanted);
		} else {
			if (producer.track !== wanted.track) await producer.replaceTrack({ track: wanted.track });
			if (producer.paused === wanted.muted) return;
			// At the source first when muting: not even silence leaves this device, whatever the server answers.
			if (wanted.muted) {
				producer.pause();
				await signalling.request('pause-producer', { producerId: producer.id });
			} else {
				await signalling.request('resume-producer', { producerId: producer.id });
				producer.resume();
			}
		}
	}

	#want(source: Source, layers: Layers): void {
		this.#wanted.set(source, layers);
		// One that is still being published begins with what is wanted then.
		this.#queue.push(() => this.#sendWanted(source)).catch(() => {});
	}

	/** Nothing leaves this device that nobody takes. */
	async #sendWanted(source: Source): Promise<void> {
		const sender = this.#producers.get(source)?.rtpSender;
		if (sender) await sendLayers(sender, this.#wanted.get(source) ?? 0);
	}

	async #closeProducer(producerId: string): Promise<void> {
		try {
			await this.#port.signalling.request('close-producer', { producerId });
		} catch (error) {
			// Asked before the link dropped and again after: it is closed, as it should be.
			if (!(error instanceof MediaRefusal && error.code === 'producer-unknown')) throw error;
		}
	}

	async #publish(source: Source, { track, muted }: NonNullable<Wanted>): Promise<void> {
		const transport = this.#send;
		if (!transport) throw new MediaRefusal('transport-unknown');
		// What was taken of its predecessor says nothing of it.
		this.#wanted.delete(source);
		const producer = await transport.produce({
			track,
			...publishingOf(source, this.#port.profile, track.getSettings().height ?? 0),
			// The track belongs to its source, which may publish it anew after a rejoin.
			stopTracks: false,
			zeroRtpOnPause: true,
			// Silencing the track is its source's, at once; a pause that was asked for earlier must not unmute it.
			disableTrackOnPause: false,
			appData: { source, muted },
		});
		this.#producers.set(source, producer);
		if (muted) producer.pause();
		await this.#sendWanted(source);
	}

	#watch(transport: Transport): Transport {
		const { signalling } = this.#port;
		transport.on('connect', ({ dtlsParameters }, done, failed) => {
			signalling.request('connect-transport', { transportId: transport.id, dtlsParameters }).then(done, failed);
		});
		transport.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
			const { source, muted } = appData as AppData & { source: Source; muted: boolean };
			signalling
				.request('produce', { transportId: transport.id, kind, source, rtpParameters, paused: muted })
				.then(({ producerId }) => done({ id: producerId }), failed);
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
