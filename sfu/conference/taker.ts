import type { Layers } from '#sfu/link/contract-endpoint.ts';
import type { Seat } from './seat.ts';
import type { SourceKey } from './stage-diff.ts';
import type { Start } from './start-gate.ts';

/** Who takes sources, and how large: an endpoint here; later a neighbour for all beyond it, a recorder, a hardware room. */
export interface Taker {
	readonly id: string;
	/** Where what it takes must be. */
	readonly seat: Seat;
	/** How many layers of a source it takes, or will as soon as it can. */
	layersTaken(key: SourceKey): Layers;
	/** Whether a source flows to it. */
	flows(key: SourceKey): boolean;
	/** Whether a picture flows to it and waits for its key frame, as far as is known here; and as its worker says. */
	lacks(key: SourceKey): boolean;
	surelyLacks(key: SourceKey): Promise<boolean>;
	/** Of a source that comes over a line the small layer is what it gets, or needs to get. */
	takesSmall(key: SourceKey): boolean;
	/** It is to show a picture, and has not said in what size: it is on its way there. */
	awaits(key: SourceKey): boolean;
	/** Takes from now on what it should; see Reconciled. Idempotent. */
	reconcile(): Reconciled;
	/** The sender of a source muted or unmuted it. */
	noteMuted(key: SourceKey): void;
}

/**
 * The pictures in `begin` are to flow from now on, or to be larger (`flows`: it does so already): when all takers start them
 * together, they meet the same key frame. One of whom some see a small picture already is held back for the others, where
 * those are more, and would answer no second request.
 * `hear`, in the same turn, lets sound flow, and stops what goes; `settle`, after all that, does the rest of what is there, and
 * `make` asks for what is missing.
 */
export interface Reconciled {
	readonly begin: readonly { readonly key: SourceKey; readonly flows: boolean; readonly start: Start }[];
	hear(): void;
	settle(): void;
	make(what: 'pictures' | 'others'): void;
}

/** What must come of a source: the most that anybody takes. */
export const mostTaken = (takers: readonly Taker[], key: SourceKey): Layers =>
	Math.max(0, ...takers.map((taker) => taker.layersTaken(key))) as Layers;
