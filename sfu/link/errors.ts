/**
 * Refusals of the media plane. The code is the identity of an error: interface text is looked up from it; `detail` is
 * for the log.
 */
export const mediaErrorCodes = [
	/** The payload does not fit the contract. */
	'invalid-input',
	'unknown-request',
	'conference-unknown',
	/** The endpoint has not joined, or its conference was lost: join anew. */
	'endpoint-unknown',
	/** A closed item is dealt with, and the endpoint is not of its audience. */
	'endpoint-outside',
	'transport-unknown',
	'producer-unknown',
	'consumer-unknown',
	/** A microphone must be audio, a camera and a screen video, with no more encodings than it may have; a probe publishes nothing. */
	'source-refused',
	/** mediasoup cannot use the codecs or parameters. */
	'media-parameters-refused',
	/** No media node is connected. */
	'media-node-absent',
	/** The node did not answer in time. */
	'media-node-timeout',
	/** The node has no working media worker at this moment. */
	'media-worker-absent',
	/** Anything else; the node's log says what. */
	'media-failed',
] as const;

export type MediaErrorCode = (typeof mediaErrorCodes)[number];

export class MediaError extends Error {
	readonly code: MediaErrorCode;
	readonly detail: string | undefined;

	constructor(code: MediaErrorCode, detail?: string, cause?: unknown) {
		super(detail === undefined ? code : `${code}: ${detail}`, { cause });
		this.name = 'MediaError';
		this.code = code;
		this.detail = detail;
	}
}
