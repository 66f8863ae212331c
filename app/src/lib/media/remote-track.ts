import type { Place, Source } from '#sfu/link/contract.ts';

/** A track of the stage that this device receives. */
export interface RemoteTrack {
	readonly consumerId: string;
	/** Who sends it. */
	readonly endpointId: string;
	readonly source: Source;
	readonly place: Place;
	readonly kind: 'audio' | 'video';
	/** Holds this one track. */
	readonly stream: MediaStream;
	/** Muted by its sender. */
	readonly paused: boolean;
}
