import type { Source } from '#sfu/link/contract-endpoint.ts';

/** A track that this device receives. */
export interface RemoteTrack {
	readonly consumerId: string;
	/** Who sends it. */
	readonly endpointId: string;
	readonly source: Source;
	readonly kind: 'audio' | 'video';
	/** Holds this one track. */
	readonly stream: MediaStream;
	/** By its sender. */
	readonly muted: boolean;
}
