import type { RtpCapabilities } from 'mediasoup/types';
import type { Logger } from 'pino';
import type { EndpointNotice, endpointNotices } from '#sfu/link/contract-endpoint.ts';
import type { Place } from '#sfu/link/contract-line.ts';
import type { Leg } from './leg.ts';
import type { Lease } from './pipes.ts';
import type { Seat } from './seat.ts';
import type { PublishedSource, SourceKey } from './stage-diff.ts';
import type { Start } from './start-gate.ts';

/** What the tracks of one endpoint need from its conference. */
export interface ReceivedTracksPort {
	/** What the endpoint is to receive now, and what is published now. */
	getPlaces(): ReadonlyMap<SourceKey, Place>;
	getPublished(): ReadonlyMap<SourceKey, PublishedSource>;
	/** Makes a producer one that the endpoint's router has. Throws when it is gone. */
	lead(published: PublishedSource): Promise<Lease>;
	notify<N extends keyof typeof endpointNotices>(name: N, notice: EndpointNotice<N>): void;
	/** Calls back soon, together with the others that begin to receive the same source. */
	gather(key: SourceKey, start: Start): void;
	/** `reconcile` is to be called, in this turn. */
	follow(): void;
	/** What the endpoint takes of the sources has changed. */
	onDemand(): void;
	/** How long a track that left the stage is kept, in ms. */
	keepFor: number;
	log: Pick<Logger, 'warn' | 'debug'>;
}

export interface ReceivedTracksOptions {
	id: string;
	seat: Seat;
	leg: Leg;
	rtpCapabilities: RtpCapabilities;
}
