/**
 * The contract between the control process and a media node: one table per direction, name → schemas. The types of
 * callers and handlers are derived from the tables, so a missing handler or a wrong payload does not compile, and both
 * ends validate what they receive. Browser-free, and free of mediasoup at run time.
 *
 * `endpointRequests` and `endpointNotices` are what one endpoint (one browser tab, one room terminal) may ask for and
 * be told of. On the link they carry the conference's and the endpoint's id, which the control process adds: a browser
 * never names itself. Refusals are MediaError codes (errors.ts).
 */
import * as v from 'valibot';
import {
	dtlsParametersSchema,
	iceParametersSchema,
	rtpCapabilitiesSchema,
	rtpParametersSchema,
	transportOptionsSchema,
} from './structures.ts';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const done = v.null();

export const sourceSchema = v.picklist(['camera', 'microphone', 'screen']);
export const placeSchema = v.picklist(['main', 'content', 'secondary', 'audio']);

/**
 * What every endpoint of a conference receives: declared whole, reconciled by the node. An endpoint never gets its own
 * sources, nor sources that nobody produces. A source listed twice counts where it stands first.
 */
export const stageSchema = v.object({
	video: v.pipe(
		v.array(
			v.object({
				endpointId: id,
				source: v.picklist(['camera', 'screen']),
				place: v.picklist(['main', 'content', 'secondary']),
			}),
		),
		v.maxLength(64),
	),
	/** Endpoints whose microphones are heard. */
	audio: v.pipe(v.array(id), v.maxLength(64)),
});

export type Source = v.InferOutput<typeof sourceSchema>;
/** Where on the stage a received track belongs; `audio` for every microphone. */
export type Place = v.InferOutput<typeof placeSchema>;
export type Stage = v.InferOutput<typeof stageSchema>;

/** What an endpoint may ask for. Ids of transports, producers and consumers must be its own. */
export const endpointRequests = {
	/** Opens the conference if it is not open; idempotent. The first step of joining. */
	open: { input: v.object({}), output: v.object({ rtpCapabilities: rtpCapabilitiesSchema }) },
	/**
	 * Enters with a pair of transports; an earlier incarnation of the same endpoint is closed first. A probe gets
	 * transports to test the network with, but neither produces nor receives.
	 */
	join: {
		input: v.object({ rtpCapabilities: rtpCapabilitiesSchema, probe: v.optional(v.boolean(), false) }),
		output: v.object({ send: transportOptionsSchema, receive: transportOptionsSchema }),
	},
	'connect-transport': {
		input: v.object({ transportId: id, dtlsParameters: dtlsParametersSchema }),
		output: done,
	},
	'restart-ice': {
		input: v.object({ transportId: id }),
		output: v.object({ iceParameters: iceParametersSchema }),
	},
	/** Publishes a source; a source already published by the same endpoint is replaced. */
	produce: {
		input: v.object({
			transportId: id,
			kind: v.picklist(['audio', 'video']),
			source: sourceSchema,
			rtpParameters: rtpParametersSchema,
			paused: v.optional(v.boolean(), false),
		}),
		output: v.object({ producerId: id }),
	},
	'pause-producer': { input: v.object({ producerId: id }), output: done },
	'resume-producer': { input: v.object({ producerId: id }), output: done },
	'close-producer': { input: v.object({ producerId: id }), output: done },
	/** Consumers are created paused; this starts them once the browser can decode. */
	'consumer-ready': { input: v.object({ consumerId: id }), output: done },
	/** The largest layer worth sending: 0 = 180p, 1 = 360p, 2 = 720p. */
	'prefer-layers': {
		input: v.object({ consumerId: id, spatialLayer: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2)) }),
		output: done,
	},
	/**
	 * Notices may have been missed: `consumers` follows, before the answer. `transportId` is the receiving one, so that
	 * only the incarnation that the node knows is told (`transport-unknown` for any other).
	 */
	resync: { input: v.object({ transportId: id }), output: done },
	/** Leaves the conference; idempotent. */
	leave: { input: v.object({}), output: done },
} as const;

const conference = { conferenceId: id };
const endpoint = { conferenceId: id, endpointId: id };

function ofEndpoint<const Entries extends v.ObjectEntries>(input: v.ObjectSchema<Entries, undefined>) {
	return v.object({ ...input.entries, ...endpoint });
}

/** Control process → node. */
export const nodeRequests = {
	open: { ...endpointRequests.open, input: v.object(conference) },
	/** Closes the conference and everything in it; idempotent. */
	close: { input: v.object(conference), output: done },
	'set-stage': { input: v.object({ ...conference, stage: stageSchema }), output: done },
	/** The link was down: `sources`, and `consumers` for every endpoint, follow before the answer. */
	report: { input: v.object(conference), output: done },
	'get-stats': {
		input: v.object({}),
		output: v.object({
			workers: v.array(
				v.object({
					index: v.number(),
					/** Process id of the mediasoup worker. */
					pid: v.number(),
					/** UDP ports listened on. */
					ports: v.array(v.number()),
					conferences: v.number(),
					endpoints: v.number(),
					consumers: v.number(),
					/** CPU time used since the worker's start, in ms. */
					cpuMs: v.number(),
					/** Largest resident set so far, in KiB. */
					maxRssKib: v.number(),
				}),
			),
			conferences: v.array(
				v.object({
					conferenceId: id,
					worker: v.number(),
					endpoints: v.array(v.object({ endpointId: id, sources: v.array(sourceSchema), consumers: v.number() })),
				}),
			),
		}),
	},
	join: { ...endpointRequests.join, input: ofEndpoint(endpointRequests.join.input) },
	'connect-transport': {
		...endpointRequests['connect-transport'],
		input: ofEndpoint(endpointRequests['connect-transport'].input),
	},
	'restart-ice': { ...endpointRequests['restart-ice'], input: ofEndpoint(endpointRequests['restart-ice'].input) },
	produce: { ...endpointRequests.produce, input: ofEndpoint(endpointRequests.produce.input) },
	'pause-producer': {
		...endpointRequests['pause-producer'],
		input: ofEndpoint(endpointRequests['pause-producer'].input),
	},
	'resume-producer': {
		...endpointRequests['resume-producer'],
		input: ofEndpoint(endpointRequests['resume-producer'].input),
	},
	'close-producer': {
		...endpointRequests['close-producer'],
		input: ofEndpoint(endpointRequests['close-producer'].input),
	},
	'consumer-ready': {
		...endpointRequests['consumer-ready'],
		input: ofEndpoint(endpointRequests['consumer-ready'].input),
	},
	'prefer-layers': {
		...endpointRequests['prefer-layers'],
		input: ofEndpoint(endpointRequests['prefer-layers'].input),
	},
	resync: { ...endpointRequests.resync, input: ofEndpoint(endpointRequests.resync.input) },
	leave: { ...endpointRequests.leave, input: ofEndpoint(endpointRequests.leave.input) },
} as const;

const createdSchema = v.object({
	transportId: id,
	consumerId: id,
	producerId: id,
	sourceEndpointId: id,
	source: sourceSchema,
	place: placeSchema,
	kind: v.picklist(['audio', 'video']),
	rtpParameters: rtpParametersSchema,
	paused: v.boolean(),
});

/** What one endpoint is told. */
export const endpointNotices = {
	/** A track of the stage is there to be received, over the endpoint's transport `transportId`; paused until ready. */
	'consumer-created': createdSchema,
	/** All tracks there are to be received at this moment over `transportId`, as they stand now. */
	consumers: v.object({ transportId: id, consumers: v.array(createdSchema) }),
	/** The same track now stands elsewhere on the stage. */
	'consumer-moved': v.object({ consumerId: id, place: placeSchema }),
	/** The sender muted or unmuted. */
	'consumer-paused': v.object({ consumerId: id, paused: v.boolean() }),
	'consumer-closed': v.object({ consumerId: id }),
} as const;

const levels = v.array(
	v.object({
		endpointId: id,
		/** Average volume in dBov, −127 (silence) to 0. */
		dbov: v.number(),
	}),
);

/** What everybody in a conference is told. */
export const conferenceNotices = {
	/** The conference's media is gone (its worker died); it is open again, empty, with its stage: join anew. */
	lost: v.object({}),
	/** Who speaks, loudest first, at most every 250 ms; an empty list once nobody does. Presence, never journalled. */
	levels: v.object({ levels }),
} as const;

/** Node → control process. */
export const nodeNotices = {
	/** The node is connected (again) and has working media workers. `conferences` are those it still has open. */
	'node-ready': v.object({ nodeId: id, workers: v.number(), conferences: v.array(id) }),
	'consumer-created': ofEndpoint(endpointNotices['consumer-created']),
	'consumer-moved': ofEndpoint(endpointNotices['consumer-moved']),
	'consumer-paused': ofEndpoint(endpointNotices['consumer-paused']),
	'consumer-closed': ofEndpoint(endpointNotices['consumer-closed']),
	consumers: ofEndpoint(endpointNotices.consumers),
	/** What an endpoint sends has changed: `none` when closed. For directing the stage. */
	'source-changed': v.object({ ...endpoint, source: sourceSchema, state: v.picklist(['live', 'paused', 'none']) }),
	/** All that endpoints send at this moment, muted or not, or are expected to send again after joining anew. */
	sources: v.object({ ...conference, sources: v.array(v.object({ endpointId: id, source: sourceSchema })) }),
	lost: v.object({ ...conference, ...conferenceNotices.lost.entries }),
	levels: v.object({ ...conference, ...conferenceNotices.levels.entries }),
} as const;

export type EndpointRequestName = keyof typeof endpointRequests;
export type EndpointRequestInput<N extends EndpointRequestName> = v.InferInput<(typeof endpointRequests)[N]['input']>;
export type EndpointRequestOutput<N extends EndpointRequestName> = v.InferOutput<
	(typeof endpointRequests)[N]['output']
>;

/** What a browser hears: its own endpoint's notices and its conference's. */
export type EndpointNoticeName = keyof typeof endpointNotices | keyof typeof conferenceNotices;
export type EndpointNotice<N extends EndpointNoticeName> = N extends keyof typeof endpointNotices
	? v.InferOutput<(typeof endpointNotices)[N]>
	: N extends keyof typeof conferenceNotices
		? v.InferOutput<(typeof conferenceNotices)[N]>
		: never;

export type NodeRequestName = keyof typeof nodeRequests;
export type NodeRequestInput<N extends NodeRequestName> = v.InferInput<(typeof nodeRequests)[N]['input']>;
export type NodeRequestOutput<N extends NodeRequestName> = v.InferOutput<(typeof nodeRequests)[N]['output']>;
/** One handler for each request, given the validated input. */
export type NodeRequestHandlers = {
	[N in NodeRequestName]: (input: v.InferOutput<(typeof nodeRequests)[N]['input']>) => Promise<NodeRequestOutput<N>>;
};

export type NodeNoticeName = keyof typeof nodeNotices;
export type NodeNotice<N extends NodeNoticeName> = v.InferOutput<(typeof nodeNotices)[N]>;
/** One handler for each notice; must not throw. */
export type NodeNoticeHandlers = { [N in NodeNoticeName]: (notice: NodeNotice<N>) => void };
