/** Server → browser: everything a device in a meeting is told. */
import type { Recorded } from '#meeting/record.ts';
import type { Speakers } from '#meeting/stage/stage-of.ts';
import type { RefusalCode } from '#meeting/refusal.ts';
import type { OwnBallots } from '#meeting/vote/own-ballots.ts';
import type { LinkMessages } from './links.ts';
import type { EndpointNotice, EndpointNoticeName } from '#sfu/link/contract-endpoint.ts';
import type { SharedMarkMessages } from './shared-marks.ts';
import type { ShownMessages } from './shown.ts';
import type { WallMessages } from './wall.ts';

export type MediaMessages = { readonly [N in EndpointNoticeName as `media/${N}`]: EndpointNotice<N> };

export interface Messages extends MediaMessages, LinkMessages, SharedMarkMessages, ShownMessages, WallMessages {
	/** The first message on every connection: what happened since the device's `lastSeq`. */
	readonly welcome: Welcome;
	/** What has just been written to the journal, in order, without a gap. */
	readonly records: readonly Recorded[];
	/** Who stands on the stage of a meeting that the voice directs: participants, the one to be seen large first. */
	readonly speakers: Speakers;
	/** After the person's own ballot in a named vote: how they voted is told to nobody else before it is published. */
	readonly 'own-ballots': OwnBallots;
	/** In place of those that the welcome brought, long before they expire. */
	readonly 'ice-servers': readonly IceServer[];
	/** The server ends this connection, and the device must not come back by itself. */
	readonly goodbye: { readonly code: RefusalCode };
}

export interface Welcome {
	/** of the running server process: another one knows nothing of this device's media */
	readonly serverId: string;
	readonly participantId: string;
	/** TURN servers for networks that block the media ports; valid for a day from this welcome on, and renewed by `ice-servers` */
	readonly iceServers: readonly IceServer[];
	/** as `speakers` below */
	readonly speakers: Speakers;
	/** as `own-ballots` below */
	readonly ownBallots: OwnBallots;
	/** ms since the epoch, to correct the device's clock */
	readonly now: number;
	/** `MeetingState` as `packState` makes it, in gzip, to start from, where the tail alone would not do; packed once for all who come */
	readonly snapshot: Uint8Array | null;
	/** `Recorded[]` as JSON, in gzip: follows the snapshot, or the device's own last event */
	readonly records: Uint8Array;
}

/** As browsers take it (RTCIceServer). */
export interface IceServer {
	readonly urls: string[];
	readonly username: string;
	readonly credential: string;
}

export type MessageName = keyof Messages;

/** The namespace of socket.io on which meetings are held. */
export const meetingNamespace = '/meeting';
