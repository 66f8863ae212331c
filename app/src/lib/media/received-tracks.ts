import type { Consumer, RtpParameters, Transport } from 'mediasoup-client/types';
import type { EndpointNotice } from '#sfu/link/contract.ts';
import { needsRejoin, type MediaSignalling } from './media-signalling.ts';
import type { RemoteTrack } from './remote-track.ts';

type Created = EndpointNotice<'consumer-created'>;

/** The tracks of the stage, as the server announces them to one incarnation of this device. */
export class ReceivedTracks {
	readonly #signalling: MediaSignalling;
	readonly #onTracks: (tracks: readonly RemoteTrack[]) => void;
	readonly #onLost: () => void;
	readonly #tracks = new Map<string, { consumer: Consumer; remote: RemoteTrack }>();
	/** What the server said about tracks that are still being set up here. */
	readonly #pending = new Map<string, Created>();
	readonly #stopListening: (() => void)[];
	/** Announced before the transport was ready. */
	#early: Created[] = [];
	#transport: Transport | undefined;
	#closed = false;

	/** `onTracks` is given all tracks after each change; `onLost`: the server knows this endpoint no more. */
	constructor(signalling: MediaSignalling, onTracks: (tracks: readonly RemoteTrack[]) => void, onLost: () => void) {
		this.#signalling = signalling;
		this.#onTracks = onTracks;
		this.#onLost = onLost;
		this.#stopListening = [
			signalling.on('consumer-created', (created) => {
				if (this.#transport) void this.#receive(this.#transport, created);
				else this.#early.push(created);
			}),
			signalling.on('consumers', ({ transportId, consumers }) => this.#catchUp(transportId, consumers)),
			signalling.on('consumer-moved', ({ consumerId, place }) => this.#change(consumerId, { place })),
			signalling.on('consumer-paused', ({ consumerId, paused }) => this.#change(consumerId, { paused })),
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

	/** Idempotent. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		for (const stop of this.#stopListening) stop();
		for (const { consumer } of this.#tracks.values()) consumer.close();
		this.#tracks.clear();
		this.#onTracks([]);
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
			const { consumerId, place, paused } = created;
			if (this.#tracks.has(consumerId) || this.#pending.has(consumerId)) this.#change(consumerId, { place, paused });
			else void this.#receive(transport, created);
		}
	}

	async #receive(transport: Transport, created: Created): Promise<void> {
		// Meant for an earlier incarnation of this device.
		if (created.transportId !== transport.id || this.#closed) return;
		const { consumerId, producerId, sourceEndpointId, source, kind, rtpParameters } = created;
		this.#pending.set(consumerId, created);
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
			const { place, paused } = latest;
			const stream = new MediaStream([consumer.track]);
			const remote = { consumerId, endpointId: sourceEndpointId, source, place, kind, stream, paused };
			this.#tracks.set(consumerId, { consumer, remote });
			this.#tell();
			await this.#signalling.request('consumer-ready', { consumerId });
		} catch (error) {
			this.#drop(consumerId);
			if (needsRejoin(error) && !this.#closed) this.#onLost();
		}
	}

	#change(consumerId: string, change: Partial<Pick<RemoteTrack, 'place' | 'paused'>>): void {
		const pending = this.#pending.get(consumerId);
		if (pending) this.#pending.set(consumerId, { ...pending, ...change });
		this.#early = this.#early.map((created) =>
			created.consumerId === consumerId ? { ...created, ...change } : created,
		);
		const track = this.#tracks.get(consumerId);
		if (!track) return;
		track.remote = { ...track.remote, ...change };
		this.#tell();
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

	#tell(): void {
		this.#onTracks([...this.#tracks.values()].map(({ remote }) => remote));
	}
}
