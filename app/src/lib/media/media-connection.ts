import type { Transport, TransportOptions } from 'mediasoup-client/types';
import type { Layer, Source } from '#sfu/link/contract-endpoint.ts';
import { mediaAddresses } from './media-addresses.ts';
import { openDevice } from './open-device.ts';
import { MediaRefusal, type MediaSignalling } from './media-signalling.ts';
import type { MediaProfile } from './media-profiles.ts';
import { Path, type PathState } from './path.ts';
import { ReceivedTracks } from './received-tracks.ts';
import type { RemoteTrack } from './remote-track.ts';
import type { Flow } from './send-watch.ts';
import { SentTracks, type Wanted } from './sent-tracks.ts';
import type { StrainWatch } from './strain.ts';

/** How a connection does. */
export interface HealthPort {
	/** How what is sent and what is received really gets through has changed. */
	onPaths(paths: Paths): void;
	/** Nothing of a source leaves, or is seen, whatever is done: joining anew may help. */
	onStuck(): void;
	/** Beyond repair: close it and join anew. Called once. */
	onFailed(): void;
}

/** What becomes of a connection. */
export interface MediaConnectionPort extends HealthPort {
	signalling: MediaSignalling;
	profile: MediaProfile;
	onTracks(tracks: readonly RemoteTrack[]): void;
	/** In which size a track is shown now; null: not at all. */
	layerOf(track: RemoteTrack): Layer | null;
	/** Whether what is sent of a source really leaves. */
	onFlow(source: Source, flow: Flow): void;
	/** A picture that comes is not decoded, or those that come are again. */
	onFrozen(frozen: boolean): void;
	/** Is told how the processor does. */
	strain: Pick<StrainWatch, 'noteEncoding' | 'noteFrames'>;
}

/** How what is sent and what is received gets through. */
export interface Paths {
	readonly send: PathState;
	readonly receive: PathState;
}

export const unusedPaths: Paths = { send: 'unused', receive: 'unused' };

/** One incarnation of this device in its conference: from joining until it is closed or beyond repair. */
export class MediaConnection {
	readonly #port: MediaConnectionPort;
	readonly #received: ReceivedTracks;
	readonly #sent: SentTracks;
	readonly #stopListening: (() => void)[];
	#send: Path | undefined;
	#receive: Path | undefined;
	#over = false;

	constructor(port: MediaConnectionPort) {
		this.#port = port;
		const { signalling } = port;
		this.#received = new ReceivedTracks({
			signalling,
			onTracks: (tracks) => port.onTracks(tracks),
			layerOf: (track) => port.layerOf(track),
			onFrozen: (frozen) => port.onFrozen(frozen),
			onFrames: (frames) => port.strain.noteFrames(frames),
			onStuck: () => port.onStuck(),
			onLost: () => this.#fail(),
		});
		this.#sent = new SentTracks({
			signalling,
			profile: port.profile,
			onFlow: (source, flow) => port.onFlow(source, flow),
			onEncoding: (encodesLess) => port.strain.noteEncoding(encodesLess),
			onStuck: () => port.onStuck(),
			onLost: () => this.#fail(),
		});
		this.#stopListening = [
			signalling.on('consumers', ({ transportId, wanted }) => {
				if (transportId !== this.#receive?.transport.id) return;
				for (const { source, layers } of wanted) this.#sent.want(source, layers);
			}),
			// A relay goes on for as long as it is asked with credentials that hold: ICE takes the new ones.
			signalling.relay.onRenewed(() => this.repair()),
		];
	}

	/** Closed, or beyond repair. */
	get over(): boolean {
		return this.#over;
	}

	/**
	 * Joins, and returns where media goes; rejects with MediaRefusal, or with mediasoup-client's error in a browser that
	 * cannot do it.
	 */
	async open(): Promise<readonly string[]> {
		const { signalling } = this.#port;
		const device = await openDevice(signalling);
		const { send, receive } = await signalling.request('join', { rtpCapabilities: device.recvRtpCapabilities });
		if (this.#over) throw new MediaRefusal('unavailable');
		const { iceServers } = signalling.relay;
		const sending = device.createSendTransport({ ...(send as TransportOptions), iceServers });
		const receiving = device.createRecvTransport({ ...(receive as TransportOptions), iceServers });
		this.#send = this.#pathOf(sending);
		this.#receive = this.#pathOf(receiving);
		this.#sent.follow(sending);
		this.#received.follow(receiving);
		return mediaAddresses([...send.iceCandidates, ...receive.iceCandidates]);
	}

	/** Makes what is sent of a source what is wanted; rejects when the server refuses the source. */
	async apply(source: Source, wanted: Wanted): Promise<void> {
		await this.#sent.apply(source, wanted);
	}

	/** How tracks are shown has changed. */
	fit(): void {
		this.#received.fit();
	}

	/** Packets that have come, by consumer. */
	async countArrived(): Promise<ReadonlyMap<string, number>> {
		return this.#received.countArrived();
	}

	/** See SentTracks. */
	set alone(alone: boolean) {
		this.#sent.alone = alone;
	}

	/** The network has changed: finds a new path at once instead of waiting for the old one to time out. */
	repair(): void {
		for (const path of [this.#send, this.#receive]) void path?.repair();
	}

	/** The link to the server was down for a while: catches up with the stage, at no cost to what is in step with it. */
	async resync(): Promise<void> {
		const path = this.#receive;
		if (!path || this.#over) return;
		try {
			await this.#port.signalling.request('resync', { transportId: path.transport.id });
		} catch {
			this.#fail();
		}
	}

	/** Idempotent. The server is not told: it drops this incarnation when the next joins, or on `leave`. */
	close(): void {
		if (this.#over) return;
		this.#over = true;
		for (const stop of this.#stopListening) stop();
		this.#received.close();
		this.#sent.close();
		this.#send?.close();
		this.#receive?.close();
	}

	#pathOf(transport: Transport): Path {
		return new Path(transport, {
			signalling: this.#port.signalling,
			onState: () => this.#tellPaths(),
			onRelay: () => [this.#send, this.#receive].forEach((path) => path?.takeRelay()),
			onRestarted: () => this.#sent.settle(),
			onFailed: () => this.#fail(),
		});
	}

	#tellPaths(): void {
		if (!this.#over)
			this.#port.onPaths({ send: this.#send?.state ?? 'unused', receive: this.#receive?.state ?? 'unused' });
	}

	#fail(): void {
		if (this.#over) return;
		this.close();
		this.#port.onFailed();
	}
}
