import type { Consumer, ConsumerOptions, Producer, ProducerOptions } from 'mediasoup/types';
import type { Carrying, Source } from '#sfu/link/contract-endpoint.ts';

/** The way of an endpoint's media to and from its seat: a pair of WebRTC transports; later a plain one, of a hardware room. */
export interface Leg {
	/** By this the endpoint knows the way to it. */
	readonly receiveId: string;
	/** What the way to the endpoint is trusted with. */
	readonly carrying: Carrying;
	/** Rejects with what mediasoup refuses, as `consume`. */
	produce(options: ProducerOptions): Promise<Producer>;
	consume(options: ConsumerOptions): Promise<Consumer>;
	/** What flows to the endpoint, from now on. */
	carry(load: Load): void;
	/** Idempotent; closes all that goes through it. */
	close(): void;
}

/** What of all that flows to an endpoint the way there is prepared for. */
export interface Load {
	/** It needs more room than a camera. */
	readonly screen: boolean;
	/** A picture comes small that is shown larger. */
	readonly heldSmall: boolean;
	/** A picture comes large, and there is none smaller in its place if the way is too narrow. */
	readonly largeAlone: boolean;
}

/** What goes through a leg, by which it is judged. */
export interface Traffic {
	readonly endpointId: string;
	/** What flows to the endpoint now. */
	flowing(): readonly Consumer[];
	/** What the endpoint is expected to send now, by source. */
	sending(): ReadonlyMap<Source, Producer>;
	/** Something that flows to the endpoint is asked for again and again. */
	asksOften(): boolean;
	/** How many key frames the endpoint has asked for so far, by consumer. `now` in ms, of a clock that never goes back. */
	noteRequests(counts: ReadonlyMap<string, number>, now: number): void;
	/** So many more key frames were asked for: by the endpoint, and of it. */
	countRequests(byIt: number, ofIt: number): void;
	/** Nothing of a picture that is lost on the way is sent again: another consumer is to take its place. */
	onUnrepaired(consumerId: string): void;
	/** The worker has just found that the way to the endpoint carries much less than it believed. */
	onNarrowed(): void;
	/** What the way to the endpoint is trusted with has changed. */
	onCarrying(): void;
}
