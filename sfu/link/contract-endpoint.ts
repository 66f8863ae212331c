/**
 * What one endpoint (one browser tab, one room terminal) may ask of its media conference and is told of it. On the link
 * the requests carry the conference's and the endpoint's id, which the control process adds: a browser never names
 * itself. Refusals are MediaError codes (errors.ts).
 */
import * as v from 'valibot';
import {
	dtlsParametersSchema,
	iceParametersSchema,
	rtpCapabilitiesSchema,
	rtpParametersSchema,
	transportOptionsSchema,
} from './structures.ts';

export const idSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
export const done = v.null();

export const sourceSchema = v.picklist(['camera', 'microphone', 'screen']);
export type Source = v.InferOutput<typeof sourceSchema>;

/** Simulcast layers of a camera: 0 = 180p, 1 = 360p, 2 = 720p; of a screen: 0 = whole, in few frames, 1 = all of it. */
const layerSchema = v.picklist([0, 1, 2]);
export type Layer = v.InferOutput<typeof layerSchema>;

/** How many layers of a source somebody takes, the smallest first: 0 = nobody takes any, send nothing. */
const layersSchema = v.picklist([0, 1, 2, 3]);
export type Layers = v.InferOutput<typeof layersSchema>;

/** What a downlink is trusted with: `sound` alone; main picture and content, at most `small` (180p) or `half` (360p), of a screen few frames; all. */
export const carryingSchema = v.picklist(['sound', 'small', 'half', 'all']);
export type Carrying = v.InferOutput<typeof carryingSchema>;

const gradeSchema = v.picklist(['good', 'fair', 'weak']);
export type LinkGrade = v.InferOutput<typeof gradeSchema>;

/** What an endpoint may ask for. Ids of transports, producers and consumers must be its own. */
export const endpointRequests = {
	/** Opens the conference if it is not open; idempotent. The first step of joining. */
	open: { input: v.object({}), output: v.object({ rtpCapabilities: rtpCapabilitiesSchema }) },
	/**
	 * Enters with a pair of transports; an earlier incarnation of the same endpoint is closed first. When many come at
	 * once the answer may take its time, but it comes. A probe gets transports to test the network with, but neither
	 * produces nor receives.
	 */
	join: {
		input: v.object({ rtpCapabilities: rtpCapabilitiesSchema, probe: v.optional(v.boolean(), false) }),
		output: v.object({ send: transportOptionsSchema, receive: transportOptionsSchema }),
	},
	/** Idempotent: asked again where no answer came. */
	'connect-transport': {
		input: v.object({ transportId: idSchema, dtlsParameters: dtlsParametersSchema }),
		output: done,
	},
	'restart-ice': {
		input: v.object({ transportId: idSchema }),
		output: v.object({ iceParameters: iceParametersSchema }),
	},
	/**
	 * Publishes a source; a source already published by the same endpoint is replaced. Nothing of it is taken until
	 * `source-wanted` says so, which may come before the answer. A camera has at most three encodings, a screen
	 * two, a microphone one (`source-refused`).
	 */
	produce: {
		input: v.object({
			transportId: idSchema,
			kind: v.picklist(['audio', 'video']),
			source: sourceSchema,
			rtpParameters: rtpParametersSchema,
			paused: v.optional(v.boolean(), false),
		}),
		output: v.object({ producerId: idSchema }),
	},
	'pause-producer': { input: v.object({ producerId: idSchema }), output: done },
	'resume-producer': { input: v.object({ producerId: idSchema }), output: done },
	'close-producer': { input: v.object({ producerId: idSchema }), output: done },
	/**
	 * The browser can decode the track, and shows it in a size for which this layer is the largest worth sending; null:
	 * it is not shown. No picture flows before the first `watch`. Sound flows at once, and with any layer; null: it is not played.
	 */
	watch: { input: v.object({ consumerId: idSchema, layer: v.nullable(layerSchema) }), output: done },
	/** The browser receives the track and cannot decode it: it is made anew, as another consumer. */
	renew: { input: v.object({ consumerId: idSchema }), output: done },
	/**
	 * Notices may have been missed: `consumers` follows, before the answer. `transportId` is the receiving one, so that
	 * only the incarnation that the node knows is told (`transport-unknown` for any other).
	 */
	resync: { input: v.object({ transportId: idSchema }), output: done },
	/** Leaves the conference; idempotent. */
	leave: { input: v.object({}), output: done },
} as const;

const createdSchema = v.object({
	transportId: idSchema,
	consumerId: idSchema,
	producerId: idSchema,
	sourceEndpointId: idSchema,
	source: sourceSchema,
	kind: v.picklist(['audio', 'video']),
	rtpParameters: rtpParametersSchema,
	/** muted by its sender */
	muted: v.boolean(),
	/** It stands nowhere on the stage: this endpoint alone looks at it, and it is nobody who comes next. */
	viewed: v.optional(v.boolean(), false),
});

/** What one endpoint is told. */
export const endpointNotices = {
	/** A track is there to be received, over the endpoint's transport `transportId`; no picture flows before `watch`. */
	'consumer-created': createdSchema,
	'consumer-closed': v.object({ consumerId: idSchema }),
	/** The senders of these tracks muted or unmuted them; news of several that come close together come in one notice. */
	'consumers-muted': v.object({ tracks: v.array(v.object({ consumerId: idSchema, muted: v.boolean() })) }),
	/** How many layers of an own source are taken from now on: the others need not be sent. */
	'source-wanted': v.object({ source: sourceSchema, layers: layersSchema }),
	/** All that the endpoint receives over `transportId` and sends, as it stands at this moment. */
	consumers: v.object({
		transportId: idSchema,
		consumers: v.array(createdSchema),
		wanted: v.array(v.object({ source: sourceSchema, layers: layersSchema })),
	}),
	/** Its media are gone (their worker died): join anew. */
	lost: v.object({}),
} as const;

/** What the control process adds: presence, never journalled. */
export const presenceNotices = {
	/** Whose voices are heard now, loudest first; told when it changes. */
	speaking: v.object({ endpointIds: v.array(idSchema) }),
	/** How good one's own link is, told when that changes: a grade, and what is held back for its sake. */
	link: v.object({ grade: gradeSchema, carrying: carryingSchema }),
	/**
	 * With whom this endpoint goes on by itself, in this order, while its area is cut off: their tracks are there beforehand, and
	 * flow then whatever `watch` said. Told when it changes, and again after a join or a `resync`; never to who never had any.
	 */
	reserve: v.object({ endpointIds: v.array(idSchema) }),
} as const;

export type EndpointRequestName = keyof typeof endpointRequests;
export type EndpointRequestInput<N extends EndpointRequestName> = v.InferInput<(typeof endpointRequests)[N]['input']>;
export type EndpointRequestOutput<N extends EndpointRequestName> = v.InferOutput<
	(typeof endpointRequests)[N]['output']
>;

/** What a browser hears. */
export type EndpointNoticeName = keyof typeof endpointNotices | keyof typeof presenceNotices;
export type EndpointNotice<N extends EndpointNoticeName> = N extends keyof typeof endpointNotices
	? v.InferOutput<(typeof endpointNotices)[N]>
	: N extends keyof typeof presenceNotices
		? v.InferOutput<(typeof presenceNotices)[N]>
		: never;
