/** How the link's two ends meet: path, timing, and the shape of an answer. */
import * as v from 'valibot';
import { MediaError, mediaErrorCodes } from './errors.ts';

/** Its own path, so that the link may share an HTTP server with the people's socket. */
export const linkPath = '/media-link/';

/** A dead peer is noticed after pingInterval + pingTimeout, in ms. A node whose line is cut goes on by itself after three that were missed. */
export const heartbeat = { pingInterval: 1000, pingTimeout: 6000 } as const;

/** The largest message: RTP parameters are a few KiB, a stage of 128 entries about 20 KiB. */
export const maxMessageBytes = 1_000_000;

/** Why a node is not let in; `words` beside it are for whoever runs the node. */
export const refusalSchema = v.object({
	code: v.picklist([
		/** Nobody has this token. */
		'link-token-refused',
		/** It was right once. */
		'link-token-revoked',
		/** It was cut off a moment ago: it said more than a node says, or what none says. */
		'link-cut-off',
		/** The two ends are of versions that do not understand each other. */
		'link-contract-refused',
		/** Another node that is there shows the same token. */
		'link-node-id-taken',
		/** It says something else wrongly of itself. */
		'link-handshake-refused',
	]),
	words: v.string(),
});
export type LinkRefusal = v.InferOutput<typeof refusalSchema>;

/** Who a node is, over all its starts: it stands in the log, and in what is said to whoever runs the node. */
export const nodeIdSchema = v.pipe(v.string(), v.regex(/^[\w.-]{1,100}$/));

/** `NAME.SECRET`, as the control process gives it to a node; the secret has no dot. */
export const tokenSchema = v.pipe(
	v.string(),
	v.maxLength(200),
	v.regex(/^[\w.-]{1,100}\.[\w-]{16,}$/, 'must be as it was shown when the node was added: its name, a dot, a secret'),
);

/** Whom a token is of, by its own words. */
export const nodeIn = (token: string): string => token.slice(0, Math.max(0, token.lastIndexOf('.')));

export const contractSchema = v.pipe(v.string(), v.maxLength(100));

/** What a node says of itself; only who shows a token that is known is listened to any further. */
export const handshakeSchema = v.object({
	token: tokenSchema,
	/** Another one at each start: what an earlier one carried is gone. */
	incarnation: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
	/** The `contractVersion` that it speaks. */
	contract: contractSchema,
});
export type Handshake = v.InferOutput<typeof handshakeSchema>;

export const answerSchema = v.variant('ok', [
	v.object({ ok: v.literal(true), output: v.unknown() }),
	v.object({ ok: v.literal(false), code: v.picklist(mediaErrorCodes), detail: v.optional(v.string()) }),
]);

export type Answer = v.InferOutput<typeof answerSchema>;

/** Parses what came over the wire; throws MediaError `invalid-input` naming the first field that does not fit. */
export function parse<S extends v.GenericSchema>(schema: S, value: unknown, what: string): v.InferOutput<S> {
	const result = v.safeParse(schema, value);
	if (result.success) return result.output;
	const issue = result.issues[0];
	throw new MediaError('invalid-input', `${what}: ${v.getDotPath(issue) ?? '(whole)'}: ${issue.message}`);
}
