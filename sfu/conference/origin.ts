import type { Layers, Source } from '#sfu/link/contract-endpoint.ts';
import type { Seat } from './seat.ts';
import type { SentTrack } from './sent-track.ts';

/** Where sources come from: an endpoint here; of a neighbour one for each endpoint beyond it. */
export interface Origin {
	/** The endpoint that sends them. */
	readonly id: string;
	/** Where they arrive. */
	readonly seat: Seat;
	getSent(source: Source): SentTrack | undefined;
	/** So many layers of a source are taken from now on: the others need not come. */
	want(source: Source, layers: Layers): void;
}
