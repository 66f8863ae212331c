/** How the link's two ends meet: path, timing, and the shape of an answer. */
import * as v from 'valibot';
import { MediaError, mediaErrorCodes } from './errors.ts';

/** Its own path, so that the link may share an HTTP server with the people's socket. */
export const linkPath = '/media-link';

/** A dead peer is noticed after pingInterval + pingTimeout, in ms. */
export const heartbeat = { pingInterval: 3000, pingTimeout: 4000 } as const;

/** The largest message: RTP parameters are a few KiB, a stage of 128 entries about 20 KiB. */
export const maxMessageBytes = 1_000_000;

/** Refused handshake: the two tokens differ. */
export const tokenRefused = 'link-token-refused';

export const handshakeSchema = v.object({
	token: v.string(),
	nodeId: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
});

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
