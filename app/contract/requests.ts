/**
 * Browser → server: everything a device in a meeting may ask, in one table: the meeting's commands under their own
 * names, the requests of its media endpoint under `media/…`, those about links under `links/…`, those of the site wall under
 * `wall/…`, and the clock's under `clock/…`. Types, validation and authorisation follow from it.
 */
import { commands, type CommandInput, type CommandName } from '#meeting/commands.ts';
import type { RefusalCode } from '#meeting/refusal.ts';
import type { MediaErrorCode } from '#sfu/link/errors.ts';
import {
	endpointRequests,
	type EndpointRequestInput,
	type EndpointRequestName,
	type EndpointRequestOutput,
} from '#sfu/link/contract-endpoint.ts';
import * as v from 'valibot';
import type { ClockReading, ClockRequestName } from './clock.ts';
import type { LinkRequestName } from './links.ts';
import type { WallRequestInput, WallRequestName } from './wall.ts';

type MediaRequestName = `media/${EndpointRequestName}`;
export type RequestName = CommandName | MediaRequestName | LinkRequestName | WallRequestName | ClockRequestName;

export type RequestInput<N extends RequestName> = N extends CommandName
	? CommandInput<N>
	: N extends `media/${infer M extends EndpointRequestName}`
		? EndpointRequestInput<M>
		: N extends LinkRequestName | ClockRequestName
			? Record<string, never>
			: N extends WallRequestName
				? WallRequestInput<N>
				: never;

/** A command is answered with the sequence number of the last event that it led to; it is on disk by then. */
export type RequestOutput<N extends RequestName> = N extends CommandName
	? { readonly seq: number }
	: N extends `media/${infer M extends EndpointRequestName}`
		? EndpointRequestOutput<M>
		: N extends LinkRequestName | WallRequestName
			? null
			: N extends ClockRequestName
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

export const isCommandName = (name: string): name is CommandName => Object.hasOwn(commands, name);

export function mediaRequestName(name: string): EndpointRequestName | undefined {
	const short = name.startsWith('media/') ? name.slice('media/'.length) : '';
	return Object.hasOwn(endpointRequests, short) ? (short as EndpointRequestName) : undefined;
}

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
