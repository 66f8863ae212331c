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
	/** Only this device looks at it: it was not on the stage, and not kept ready for it, when it came. */
	readonly viewed: boolean;
}
