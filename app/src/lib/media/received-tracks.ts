import type { Consumer, RtpParameters, Transport } from 'mediasoup-client/types';
import type { EndpointNotice, Layer } from '#sfu/link/contract-endpoint.ts';
import { DecodeWatch } from './decode-watch.ts';
import { needsRejoin, type MediaSignalling } from './media-signalling.ts';
import type { RemoteTrack } from './remote-track.ts';
import type { Frames } from './strain.ts';

type Created = EndpointNotice<'consumer-created'>;

interface Received {
	readonly consumer: Consumer;
	remote: RemoteTrack;
	/** what the server was told of how it is shown; undefined: nothing yet, so that nothing flows */
	told: Layer | null | undefined;
	/** that was said once more, and has not been answered */
	saysAgain: boolean;
}

interface ReceivedTracksPort {
	readonly signalling: MediaSignalling;
	/** Is given all tracks after each change. */
	onTracks(tracks: readonly RemoteTrack[]): void;
	/** In which size a track is shown now; null: not at all. */
	layerOf(track: RemoteTrack): Layer | null;
	/** A picture that comes is not decoded, or those that come are again. */
	onFrozen(frozen: boolean): void;
	/** What came of all pictures that are shown, each second. */
	onFrames(frames: Frames): void;
	/** Nothing that could be done here gives a picture: only joining anew may help. */
	onStuck(): void;
	/** The server knows this endpoint no more. */
	onLost(): void;
}

/** The server was too busy to hear in which size a track is shown: it is told again after so long. ms */
const fitAgainAfter = 1_000;

/** Between attempts to set up a track here, in ms, the last one over and over. */
const receiveAgainAfter = [500, 1_000, 2_000, 4_000, 30_000] as const;

/**
 * What is announced within so long is agreed on with the browser in one step: picture and sound of one sender come a few
 * milliseconds apart, and each step stops the page for as long. ms
 */
const gatheredWithin = 20;

/** A source, whichever consumer brings it. */
const keyOf = ({ endpointId, source }: Pick<RemoteTrack, 'endpointId' | 'source'>) => `${endpointId}/${source}`;

/** The tracks that the server announces to one incarnation of this device. */
export class ReceivedTracks {
	readonly #port: ReceivedTracksPort;
	readonly #tracks = new Map<string, Received>();
	/** What the server said about tracks that are still being set up here. */
	readonly #pending = new Map<string, Created>();
	/** How often in a row each source could not be set up here. */
	readonly #failed = new Map<string, number>();
	readonly #decoding: DecodeWatch;
	readonly #stopListening: (() => void)[];
	/** Announced before the transport was ready. */
	#early: Created[] = [];
	#transport: Transport | undefined;
	#gathering: Promise<void> | undefined;
	#telling: Promise<void> | undefined;
	#closed = false;

	constructor(port: ReceivedTracksPort) {
		const { signalling } = port;
		this.#port = port;
		this.#decoding = new DecodeWatch({
			due: () =>
				[...this.#tracks.values()]
					.filter(({ remote, told }) => remote.kind === 'video' && !remote.muted && typeof told === 'number')
					.map(({ consumer, remote }) => {
						return { key: keyOf(remote), consumer, moves: remote.source !== 'screen' };
					}),
			// Refused: the next look finds it as it was, and goes on.
			renew: (consumerId) => void signalling.request('renew', { consumerId }).catch(() => {}),
			onStuck: () => port.onStuck(),
			onFrozen: (frozen) => port.onFrozen(frozen),
			onFrames: (frames) => {
				if (!document.hidden) port.onFrames(frames);
			},
			onMissing: (consumerId) => this.#sayAgain(consumerId),
		});
		this.#stopListening = [
			signalling.on('consumer-created', (created) => {
				if (this.#transport) void this.#receive(this.#transport, created);
				else this.#early.push(created);
			}),
			signalling.on('consumers', ({ transportId, consumers }) => this.#catchUp(transportId, consumers)),
			signalling.on('consumers-muted', ({ tracks }) => this.#setMuted(tracks)),
			signalling.on('consumer-closed', ({ consumerId }) => this.#drop(consumerId)),
		];
	}

	/** Receives over this transport from now on, beginning with what was announced early. */
	follow(transport: Transport): void {
		this.#transport = transport;
		const early = this.#early;
		this.#early = [];
		for (const created of early) void this.#receive(transport, created);
	}

	/** Tells the server in which size each track is shown, where that has changed. */
	fit(): void {
		for (const track of this.#tracks.values()) void this.#fit(track);
	}

	/** Packets of each track that have come so far, by consumer. Where none has, the browser may tell nothing. */
	async countArrived(): Promise<ReadonlyMap<string, number>> {
		const arrived = new Map<unknown, number>();
		// As the browser gives it: the DOM's own type names no kind of report.
		(await this.#transport?.getStats())?.forEach((report: Record<string, unknown>) => {
			const { type, trackIdentifier, packetsReceived } = report;
			if (type === 'inbound-rtp' && typeof packetsReceived === 'number') arrived.set(trackIdentifier, packetsReceived);
		});
		return new Map(
			[...this.#tracks].map(([consumerId, { consumer }]) => [consumerId, arrived.get(consumer.track.id) ?? 0]),
		);
	}

	/** Idempotent. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		for (const stop of this.#stopListening) stop();
		this.#decoding.close();
		for (const { consumer } of this.#tracks.values()) consumer.close();
		this.#tracks.clear();
		this.#port.onTracks([]);
	}

	/** All tracks as they stand: what is missing here is received, what is gone is dropped, the rest goes on. */
	#catchUp(transportId: string, all: readonly Created[]): void {
		const transport = this.#transport;
		// Meant for an earlier incarnation of this device.
		if (!transport || transportId !== transport.id) return;
		const standing = new Set(all.map(({ consumerId }) => consumerId));
		for (const consumerId of [...this.#tracks.keys(), ...this.#pending.keys()])
			if (!standing.has(consumerId)) this.#drop(consumerId);
		for (const created of all) {
			const { consumerId, muted } = created;
			if (!this.#tracks.has(consumerId) && !this.#pending.has(consumerId)) void this.#receive(transport, created);
			else this.#setMuted([{ consumerId, muted }]);
		}
	}

	async #receive(transport: Transport, created: Created): Promise<void> {
		// Meant for an earlier incarnation of this device.
		if (created.transportId !== transport.id || this.#closed) return;
		const { consumerId, producerId, sourceEndpointId, source, kind, rtpParameters } = created;
		this.#pending.set(consumerId, created);
		await this.#gathered();
		// Taken back meanwhile: nothing has been begun.
		if (!this.#pending.has(consumerId) || this.#closed) return;
		try {
			const consumer = await transport.consume({
				id: consumerId,
				producerId,
				kind,
				// The two packages name the same structure; the server's list of header extensions is the longer one.
				rtpParameters: rtpParameters as RtpParameters,
				// Camera and microphone of one sender in one stream: the browser keeps lips and voice together.
				streamId: source === 'screen' ? `${sourceEndpointId}-screen` : sourceEndpointId,
			});
			const latest = this.#pending.get(consumerId);
			if (!latest || this.#closed) {
				consumer.close();
				return;
			}
			this.#pending.delete(consumerId);
			this.#failed.delete(keyOf({ endpointId: sourceEndpointId, source }));
			const stream = new MediaStream([consumer.track]);
			const { muted, viewed } = latest;
			const remote = { consumerId, endpointId: sourceEndpointId, source, kind, stream, muted, viewed };
			// Sound flows until it is said that none is played.
			const told = kind === 'audio' ? 0 : undefined;
			const track: Received = { consumer, remote, told, saysAgain: false };
			this.#tracks.set(consumerId, track);
			await this.#tellTogether();
			await this.#fit(track);
		} catch {
			this.#receiveAgain(created);
		}
	}

	async #gathered(): Promise<void> {
		// Nobody sees a hidden page stop, and its timers may come a second late: who is listened to is heard at once.
		if (document.hidden) return;
		this.#gathering ??= new Promise((resolve) =>
			setTimeout(() => {
				this.#gathering = undefined;
				resolve();
			}, gatheredWithin),
		);
		await this.#gathering;
	}

	/** Another consumer in place of one that could not be set up here: of the former one the browser may keep half. */
	#receiveAgain(created: Created): void {
		const { consumerId, sourceEndpointId: endpointId, source } = created;
		const isWanted = () => this.#pending.has(consumerId) && !this.#closed;
		if (!isWanted()) return;
		const key = keyOf({ endpointId, source });
		const failed = this.#failed.get(key) ?? 0;
		this.#failed.set(key, failed + 1);
		const last = receiveAgainAfter.length - 1;
		if (failed >= last) this.#port.onStuck();
		setTimeout(() => {
			if (!isWanted()) return;
			this.#port.signalling.request('renew', { consumerId }).catch((error: unknown) => {
				if (!isWanted()) return;
				if (needsRejoin(error)) this.#port.onLost();
				else this.#receiveAgain(created);
			});
		}, receiveAgainAfter[Math.min(failed, last)]);
	}

	/** Nothing comes of a picture that is shown: told so once more, the server sees to it. */
	#sayAgain(consumerId: string): void {
		const track = this.#tracks.get(consumerId);
		// Without a link it waits for the next one; said more than once by then, the server would see to what has come.
		if (track?.told === undefined || track.saysAgain) return;
		track.saysAgain = true;
		this.#port.signalling
			.request('watch', { consumerId, layer: track.told })
			// Refused: the next look finds it as it was, and goes on.
			.catch(() => {})
			.finally(() => (track.saysAgain = false));
	}

	async #fit(track: Received): Promise<void> {
		const { consumerId } = track.remote;
		const layer = this.#port.layerOf(track.remote);
		if (layer === track.told) return;
		track.told = layer;
		try {
			await this.#port.signalling.request('watch', { consumerId, layer });
		} catch (error) {
			if (this.#closed) return;
			if (needsRejoin(error)) return this.#port.onLost();
			if (track.told !== layer) return;
			track.told = undefined;
			// A track that has just left the stage needs no fitting; of one that stays nothing would flow.
			setTimeout(() => {
				if (this.#tracks.get(consumerId) === track) void this.#fit(track);
			}, fitAgainAfter);
		}
	}

	#setMuted(news: EndpointNotice<'consumers-muted'>['tracks']): void {
		let changed = false;
		for (const { consumerId, muted } of news) {
			const pending = this.#pending.get(consumerId);
			if (pending) this.#pending.set(consumerId, { ...pending, muted });
			this.#early = this.#early.map((each) => (each.consumerId === consumerId ? { ...each, muted } : each));
			const track = this.#tracks.get(consumerId);
			if (!track || track.remote.muted === muted) continue;
			track.remote = { ...track.remote, muted };
			changed = true;
		}
		if (changed) this.#tell();
	}

	#drop(consumerId: string): void {
		this.#pending.delete(consumerId);
		this.#early = this.#early.filter((created) => created.consumerId !== consumerId);
		const track = this.#tracks.get(consumerId);
		if (!track) return;
		this.#tracks.delete(consumerId);
		track.consumer.close();
		this.#tell();
	}

	/**
	 * Once for all tracks of a step, which the browser gives in one task. The page has drawn what it was told when it resolves:
	 * only then it is known in which size.
	 */
	#tellTogether(): Promise<void> {
		this.#telling ??= Promise.resolve().then(() => {
			this.#telling = undefined;
			this.#tell();
		});
		return this.#telling;
	}

	#tell(): void {
		this.#port.onTracks([...this.#tracks.values()].map(({ remote }) => remote));
	}
}
