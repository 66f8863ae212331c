import { isDeepStrictEqual } from 'node:util';
import type { ReceivedTracksPort } from '#sfu/conference/received-port.ts';
import { ReceivedTracks } from '#sfu/conference/received-tracks.ts';
import type { Seat } from '#sfu/conference/seat.ts';
import { sourceKey, type SourceKey } from '#sfu/conference/stage-diff.ts';
import type { Taker } from '#sfu/conference/taker.ts';
import type { EndpointNotice, Layer } from '#sfu/link/contract-endpoint.ts';
import type { LineFigures, LineState, Place } from '#sfu/link/contract-line.ts';
import type { LineEnd } from './line-end.ts';

export interface LeavingTakerPort {
	/** What its tracks need from the conference. */
	receiving(seat: Seat): Omit<ReceivedTracksPort, 'getPlaces' | 'notify' | 'follow'>;
	/** What a taker receives here; undefined: nothing any more. */
	setPlaces(takerId: string, places: ReadonlyMap<SourceKey, Place> | undefined): void;
	/** It is to take what it should. */
	follow(taker: Taker): void;
	/** What it carries has changed. */
	onChanged(): void;
}

/** The other end of a line, as one who takes what it wants. */
export class LeavingTaker {
	readonly received: ReceivedTracks;
	readonly #id: string;
	readonly #end: LineEnd;
	readonly #port: LeavingTakerPort;
	#places: ReadonlyMap<SourceKey, Place> = new Map();
	/** how large its tracks were last said to be shown beyond the line */
	readonly #watched = new Map<string, Layer | null>();

	constructor(id: string, seat: Seat, end: LineEnd, port: LeavingTakerPort) {
		this.#id = id;
		this.#end = end;
		this.#port = port;
		const { rtpCapabilities } = seat.router;
		this.received = new ReceivedTracks(
			{ id, seat, leg: end, rtpCapabilities },
			{
				...port.receiving(seat),
				getPlaces: () => this.#places,
				notify: () => {
					this.#forgetClosed();
					port.onChanged();
				},
				follow: () => port.follow(this.received),
			},
		);
		// Nothing of the stage, until the other end says what it wants.
		port.setPlaces(id, this.#places);
	}

	/** Of a picture the layer that flows. */
	get figures(): LineFigures['sent'] {
		return this.received.carried.map(({ consumer, flowing, published: { endpointId, source } }) => {
			const layer = consumer.currentLayers?.spatialLayer ?? null;
			const flows = flowing && !consumer.producerPaused;
			const asked = consumer.preferredLayers?.spatialLayer ?? null;
			return { endpointId, source, flows, layer, asked, lacksKbps: null };
		});
	}

	/** Where what the other end wants stands there. */
	place(wanted: Readonly<LineState['wanted']>): void {
		const places = new Map(wanted.map(({ source, endpointId, place }) => [sourceKey(source, endpointId), place]));
		if (isDeepStrictEqual(places, this.#places)) return;
		this.#places = places;
		this.#port.setPlaces(this.#id, places);
	}

	/** The track is shown beyond the line in this size; null: not at all. */
	watch({ consumerId, kind }: EndpointNotice<'consumer-created'>, layer: Layer | null): void {
		if (this.#watched.get(consumerId) === layer) return;
		this.#watched.set(consumerId, layer);
		if (layer !== null && kind === 'video') this.#end.beginPicture();
		this.received.watch(consumerId, layer);
	}

	/** Idempotent. */
	close(): void {
		this.#port.setPlaces(this.#id, undefined);
		this.received.close();
	}

	#forgetClosed(): void {
		const open = new Set(this.received.carried.map(({ consumer }) => consumer.id));
		for (const consumerId of this.#watched.keys()) if (!open.has(consumerId)) this.#watched.delete(consumerId);
	}
}
