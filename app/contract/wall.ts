/**
 * The site wall (tường điểm cầu): what is asked and told of it, over the meeting's link. Nothing of it is journalled, and
 * its stills never touch the media plane. An entry of the wall is named by its participant (`wallEntries`).
 */
import { idSchema, nothingSchema } from '#meeting/input.ts';
import type { LinkGrade } from '#sfu/link/contract-endpoint.ts';
import * as v from 'valibot';
import { largestStill, mostLive } from './wall-limits.ts';

const isJpeg = (bytes: Uint8Array<ArrayBuffer>) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

/** Bytes and nothing else: nobody decodes them but the browser of whoever looks, as a picture. */
const stillSchema = v.pipe(
	v.instance(Uint8Array),
	v.check(({ byteLength }) => byteLength <= largestStill),
	v.check(isJpeg),
);

/** All are answered with null. */
export const wallRequests = {
	/**
	 * Tells the device all states and then what changes, and the stills that are younger than `since` (`at` of the last
	 * one that it has, ms since the epoch by the server's clock; 0: none), then new ones as they come. Asked again after
	 * each reconnection.
	 */
	'wall/open': { input: v.strictObject({ since: v.pipe(v.number(), v.integer(), v.minValue(0)) }), right: 'see-wall' },
	/** Idempotent. */
	'wall/close': { input: nothingSchema, right: 'see-wall' },
	/**
	 * The entries that this device sees live, in place of those before: their cameras arrive as tracks. Needs no open wall,
	 * and is over when the link is renewed.
	 */
	'wall/live': {
		input: v.strictObject({ participantIds: v.pipe(v.array(idSchema), v.maxLength(mostLive)) }),
		right: 'see-wall',
	},
	/**
	 * This device's camera at this moment, as `wall/wanted` asked for it. `still-not-wanted`: nobody looks (any more);
	 * `too-many-requests`: more often than asked for.
	 */
	'wall/still': { input: v.strictObject({ jpeg: stillSchema }), right: 'send-still' },
} as const;

export type WallRequestName = keyof typeof wallRequests;

/** One entry, as the wall shows it. */
export interface WallState {
	readonly participantId: string;
	/** the entry itself, or somebody who sits in its room while the room's terminal is not there; null: absent */
	readonly faceId: string | null;
	/** the device whose camera shows it; null: it sends none */
	readonly cameraDeviceId: string | null;
	/** `none`: no microphone is sent at all */
	readonly microphone: 'on' | 'muted' | 'none';
	/** `unknown`: not measured yet */
	readonly link: LinkGrade | 'unknown';
}

export interface Still {
	/** the entry */
	readonly participantId: string;
	/** ms since the epoch by the server's clock; never the same twice in a meeting */
	readonly at: number;
	readonly jpeg: Uint8Array<ArrayBuffer>;
}

/** Several stills in one piece: socket.io takes a message with more than ten attachments for an attack. */
export interface PackedStills {
	/** in the order of their pictures */
	readonly stills: readonly (Omit<Still, 'jpeg'> & { readonly bytes: number })[];
	/** as socket.io hands over bytes: an ArrayBuffer in browsers, a Buffer in Node */
	readonly jpegs: Uint8Array<ArrayBuffer> | ArrayBuffer;
}

/** When a device is to send stills; all in ms, from the moment at which it is told. */
export interface StillTurns {
	readonly everyMs: number;
	readonly afterMs: number;
	/** one out of turn, so that the wall fills soon; null: the server has a fresh one */
	readonly soonMs: number | null;
}

/** Server → browser. */
export interface WallMessages {
	/** Somebody looks at the wall, and this device's camera stands for an entry; null: no more. Void with the link. */
	readonly 'wall/wanted': StillTurns | null;
	/** All entries after `wall/open`, then those that have changed. */
	readonly 'wall/states': readonly WallState[];
	/** What came in about the last second. The device acknowledges it: the next ones wait for that. */
	readonly 'wall/stills': PackedStills;
}
