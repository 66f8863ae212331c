/**
 * Browser → server: everything a device in a meeting may ask, in one table: the meeting's commands under their own
 * names, the requests of its media endpoint under `media/…`, those about links under `links/…`, those of the site wall under
 * `wall/…`, whom somebody reaches for under `stage/…`, what a presenter shows of a page under `shown/…`, and the clock's under `clock/…`. Types, validation and authorisation follow from it.
 */
import { commands, type CommandName } from '#meeting/commands.ts';
import type { RefusalCode } from '#meeting/refusal.ts';
import type { Right } from '#meeting/rights.ts';
import { endpointRequests, type EndpointRequestName, type EndpointRequestOutput } from '#sfu/link/contract-endpoint.ts';
import type { MediaErrorCode } from '#sfu/link/errors.ts';
import * as v from 'valibot';
import { clockRequests, type ClockReading } from './clock.ts';
import { linkRequests } from './links.ts';
import { reachRequests } from './reach.ts';
import { shownRequests } from './shown.ts';
import { wallRequests } from './wall.ts';

/** Every request says what it takes and whose right it is. */
interface Request {
	readonly input: v.GenericSchema;
	readonly right: Right;
}

/** A command's right has its name. */
const commandRequests = Object.fromEntries(
	Object.entries(commands).map(([name, { input }]) => [name, { input, right: name }]),
) as { readonly [N in CommandName]: { readonly input: (typeof commands)[N]['input']; readonly right: N } };

type MediaRequests = {
	readonly [N in EndpointRequestName as `media/${N}`]: Request & {
		readonly input: (typeof endpointRequests)[N]['input'];
	};
};

const { open, join, produce, watch, renew, resync, leave } = endpointRequests;
const mediaRequests: MediaRequests = {
	'media/open': { ...open, right: 'use-media' },
	'media/join': { ...join, right: 'use-media' },
	'media/connect-transport': { ...endpointRequests['connect-transport'], right: 'use-media' },
	'media/restart-ice': { ...endpointRequests['restart-ice'], right: 'use-media' },
	'media/produce': { ...produce, right: 'use-media' },
	'media/pause-producer': { ...endpointRequests['pause-producer'], right: 'use-media' },
	'media/resume-producer': { ...endpointRequests['resume-producer'], right: 'use-media' },
	'media/close-producer': { ...endpointRequests['close-producer'], right: 'use-media' },
	'media/watch': { ...watch, right: 'use-media' },
	'media/renew': { ...renew, right: 'use-media' },
	'media/resync': { ...resync, right: 'use-media' },
	'media/leave': { ...leave, right: 'use-media' },
};

/** The one table. A family is answered by one part of the server; one without a handler there does not compile. */
export const requestFamilies = {
	command: commandRequests,
	media: mediaRequests,
	links: linkRequests,
	wall: wallRequests,
	reach: reachRequests,
	shown: shownRequests,
	clock: clockRequests,
} as const satisfies Record<string, Readonly<Record<string, Request>>>;

export type RequestFamilies = typeof requestFamilies;
export type FamilyName = keyof RequestFamilies;
export type NameIn<F extends FamilyName> = F extends FamilyName ? keyof RequestFamilies[F] & string : never;
export type RequestName = { readonly [F in FamilyName]: NameIn<F> }[FamilyName];

/** The family that has a request of this name, and its entry there. */
export function findRequest(name: string): { readonly family: FamilyName; readonly request: Request } | undefined {
	for (const [family, requests] of Object.entries(requestFamilies) as [
		FamilyName,
		Readonly<Record<string, Request>>,
	][]) {
		const request = Object.hasOwn(requests, name) ? requests[name] : undefined;
		if (request) return { family, request };
	}
	return undefined;
}

type SchemaOf<N extends RequestName> = {
	readonly [F in FamilyName]: N extends keyof RequestFamilies[F]
		? RequestFamilies[F][N] extends { readonly input: infer S extends v.GenericSchema }
			? S
			: never
		: never;
}[FamilyName];
export type RequestInput<N extends RequestName> = v.InferInput<SchemaOf<N>>;

/** A command is answered with the sequence number of the last event that it led to; it is on disk by then. */
export type RequestOutput<N extends RequestName> =
	N extends NameIn<'command'>
		? { readonly seq: number }
		: N extends `media/${infer M extends EndpointRequestName}`
			? EndpointRequestOutput<M>
			: N extends NameIn<'links' | 'wall' | 'reach' | 'shown'>
				? null
				: N extends NameIn<'clock'>
					? ClockReading
					: never;

/** What travels. The id makes a request that is sent again after a dropped link count once. */
export const envelopeSchema = v.strictObject({
	id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{8,64}$/)),
	name: v.pipe(v.string(), v.maxLength(64)),
	input: v.unknown(),
});
export type Envelope = v.InferOutput<typeof envelopeSchema>;

/** Bytes of an envelope: UTF-8, and what it carries besides as bytes. */
export const longestEnvelope = 64 * 1024;

export type AnswerCode = RefusalCode | MediaErrorCode;
export type Answer<N extends RequestName = RequestName> =
	{ readonly ok: true; readonly output: RequestOutput<N> } | { readonly ok: false; readonly code: AnswerCode };

/** How a device introduces itself when its socket connects; the person comes from the session's cookie. */
export const introductionSchema = v.object({
	meetingId: v.pipe(v.string(), v.maxLength(64)),
	/** made up by the browser tab and kept over reloads: the same device comes back to its place */
	deviceId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{16,64}$/)),
	/** the last event that the device knows; 0: none */
	lastSeq: v.pipe(v.number(), v.integer(), v.minValue(0)),
	/** only to try the way to the media ports: not present, and no commands */
	checking: v.optional(v.boolean(), false),
	/** which build of the pages it runs: another than the server's may not understand what it is told */
	pages: v.optional(v.string()),
});
export type Introduction = v.InferInput<typeof introductionSchema>;
