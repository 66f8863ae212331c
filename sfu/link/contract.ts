/**
 * The contract between the control process and a media node: one table per direction, name → schemas. The types of
 * callers and handlers are derived from the tables, so a missing handler or a wrong payload does not compile, and both
 * ends validate what they receive. Browser-free, and free of mediasoup at run time.
 */
import * as v from 'valibot';
import {
	carryingSchema,
	done,
	endpointNotices,
	endpointRequests,
	idSchema as id,
	sourceSchema,
} from './contract-endpoint.ts';
import { lineFiguresSchema, lineStateSchema, neighbourSchema } from './contract-line.ts';
import { processLoadSchema } from './contract-process.ts';
import { traceEventSchema } from './contract-trace.ts';

/** The most that anybody looks at live besides the stage: a page of the site wall. */
export const largestView = 9;

/** More than any stage has: microphones of a meeting that the voice directs, kept ready. */
export const largestStage = 128;

/** The most endpoints that come next. */
export const mostNext = 16;

/**
 * What every endpoint of a conference receives: declared whole, reconciled by the node. An endpoint never gets its own
 * sources, nor sources that nobody produces. A source listed twice counts where it stands first.
 */
export const stageSchema = v.object({
	tracks: v.pipe(
		v.array(
			v.object({
				endpointId: id,
				source: sourceSchema,
				place: v.picklist(['main', 'content', 'secondary', 'audio', 'cued']),
			}),
		),
		v.maxLength(largestStage),
	),
	/** Endpoints that come next, whatever their place now: camera and microphone are kept ready, of the camera one layer sent. */
	cued: v.pipe(v.array(id), v.maxLength(mostNext)),
	/** Endpoints that are about to be shown large: as far as anybody takes their cameras, all layers of them are sent. */
	raised: v.pipe(v.array(id), v.maxLength(mostNext)),
});
export type Stage = v.InferOutput<typeof stageSchema>;

/** The most that an area on its own shows and hears: tiles of a screen, and more voices than speak. */
export const mostInReserve = { cameras: 9, microphones: 16 } as const;

/**
 * Endpoints of this node, in the order in which they are shown, that see and hear each other by themselves while the node hears
 * neither from the control process nor from its parent. Kept ready for each of them; none: empty.
 */
const reserveSchema = v.object({
	cameras: v.pipe(v.array(id), v.maxLength(mostInReserve.cameras)),
	microphones: v.pipe(v.array(id), v.maxLength(mostInReserve.microphones)),
});
export type Reserve = v.InferOutput<typeof reserveSchema>;

/** More endpoints than any conference has. */
const mostEndpoints = 5_000;

/** More nodes than any tree has below one of them. */
const mostNeighbours = 512;

/** What a node is to know of a conference, whole: in place of all that was declared before. */
const declarationSchema = v.object({
	/** Grows with each declaration of a conference. A node leaves aside what is older than what it has. */
	revision: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
	stage: stageSchema,
	/** Whose cameras endpoints look at besides the stage, now or when they join anew; others at nobody's. */
	views: v.pipe(
		v.array(v.object({ endpointId: id, cameras: v.pipe(v.array(id), v.maxLength(largestView)) })),
		v.maxLength(mostEndpoints),
	),
	/** Who alone may be in the conference, probes apart: the audience of a closed item; null: whoever joins. */
	audience: v.nullable(v.pipe(v.array(id), v.maxLength(mostEndpoints))),
	/** The nodes beside this one that carry the conference, too: at most one of them is its parent. */
	neighbours: v.pipe(v.array(neighbourSchema), v.maxLength(mostNeighbours)),
	reserve: reserveSchema,
});
export type Declaration = v.InferOutput<typeof declarationSchema>;

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
	declare: { input: v.object({ ...conference, declaration: declarationSchema }), output: done },
	/** The link was down: `sources`, and `consumers` for every endpoint, follow before the answer. */
	report: { input: v.object(conference), output: done },
	/** What a neighbour says of the line between them: see contract-line.ts. Leaves aside who is not a neighbour. */
	'line-told': { input: v.object({ ...conference, from: id, state: lineStateSchema }), output: done },
	'get-stats': {
		input: v.object({}),
		output: v.object({
			/** The node itself, without its workers. */
			process: processLoadSchema,
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
					/** Resident set now, in KiB; null where the system does not tell. */
					rssKib: v.nullable(v.number()),
					/** What it does without, being overloaded: 0 nothing, 1 side pictures, 2 also the top layer of the main one and of the screen. */
					shedding: v.picklist([0, 1, 2]),
					/** Key frames that receivers asked for (PLI, FIR), and that senders were asked for in turn, since its start. */
					keyFrames: v.object({ requested: v.number(), passedOn: v.number() }),
				}),
			),
			conferences: v.array(
				v.object({
					conferenceId: id,
					/** Producers that are piped from one worker to another. */
					pipes: v.number(),
					/** To other nodes that carry it, too. */
					lines: v.array(lineFiguresSchema),
					endpoints: v.array(
						v.object({
							endpointId: id,
							/** Index of its worker. */
							worker: v.number(),
							sources: v.array(sourceSchema),
							consumers: v.number(),
						}),
					),
				}),
			),
		}),
	},
	/**
	 * What an endpoint and the node said to each other about lost packets and key frames after event `after`; 0: all that
	 * is at hand. Asking turns tracing on; it is off again ten seconds after the last one asked.
	 */
	trace: { input: v.object({ ...endpoint, after: v.number() }), output: v.array(traceEventSchema) },
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
	watch: { ...endpointRequests.watch, input: ofEndpoint(endpointRequests.watch.input) },
	renew: { ...endpointRequests.renew, input: ofEndpoint(endpointRequests.renew.input) },
	resync: { ...endpointRequests.resync, input: ofEndpoint(endpointRequests.resync.input) },
	leave: { ...endpointRequests.leave, input: ofEndpoint(endpointRequests.leave.input) },
} as const;

const share = v.nullable(v.number());
const milliseconds = v.pipe(v.number(), v.minValue(0));

/** One endpoint's link as its worker sees it. Null where nothing flows that it could be measured by. */
const linkSchema = v.object({
	endpointId: id,
	/** How the endpoint is reached; null: it is not, or a transport that should carry something is not connected. */
	protocol: v.nullable(v.picklist(['udp', 'tcp'])),
	/** Towards the endpoint; of what is lost only what this link itself loses. */
	down: v.object({
		kbps: v.number(),
		/** Packets per second since the last measurement; null: the first one. */
		pps: v.nullable(v.number()),
		/** Estimate of what the link carries, in kbit/s. */
		availableKbps: v.nullable(v.number()),
		/** Share of packets lost, 0 to 1. */
		loss: share,
		/** Round trip, in ms. */
		rttMs: v.nullable(v.number()),
		/** The worst of its tracks, 0 to 10, after mediasoup's RTP score. */
		score: v.nullable(v.number()),
	}),
	/** From the endpoint. */
	up: v.object({
		kbps: v.number(),
		loss: share,
		score: v.nullable(v.number()),
		/** Camera and microphone that somebody takes, that are not muted, and of which nothing comes. */
		silent: v.array(sourceSchema),
	}),
	carrying: carryingSchema,
});
export type EndpointLink = v.InferOutput<typeof linkSchema>;

/** Node → control process. */
export const nodeNotices = {
	/** The node is connected (again) and has working media workers. `conferences` are those it still has open. */
	'node-ready': v.object({
		workers: v.number(),
		conferences: v.array(
			v.object({
				...conference,
				/** What was declared of it last; 0: nothing. */
				revision: v.number(),
				/** The nodes that were declared its neighbours then. */
				neighbours: v.array(id),
				/**
				 * When its area was on its own, until the control process last declared: that it may not know of. `agoMs`: since it began;
				 * `forMs`: how long, so far.
				 */
				islands: v.array(v.object({ agoMs: milliseconds, forMs: milliseconds })),
				/** Whoever is in it: others lost their media, whatever they were told. */
				endpointIds: v.array(id),
			}),
		),
	}),
	'consumer-created': ofEndpoint(endpointNotices['consumer-created']),
	'consumer-closed': ofEndpoint(endpointNotices['consumer-closed']),
	'consumers-muted': ofEndpoint(endpointNotices['consumers-muted']),
	'source-wanted': ofEndpoint(endpointNotices['source-wanted']),
	consumers: ofEndpoint(endpointNotices.consumers),
	/** Links measured since the last notice; each endpoint's every few seconds, at once when `carrying` has changed. */
	links: v.object({ ...conference, links: v.array(linkSchema) }),
	/** What an endpoint sends has changed: `none` when closed. For directing the stage. */
	'source-changed': v.object({ ...endpoint, source: sourceSchema, state: v.picklist(['live', 'paused', 'none']) }),
	/** All that endpoints send at this moment, or are expected to send again after joining anew. */
	sources: v.object({
		...conference,
		sources: v.array(v.object({ endpointId: id, source: sourceSchema, muted: v.boolean() })),
	}),
	/** The media of these endpoints are gone (their worker died); the conference goes on with its stage. */
	lost: v.object({ ...conference, endpointIds: v.array(id) }),
	/** What this node says to a neighbour of the line between them. */
	'tell-line': v.object({ ...conference, to: id, state: lineStateSchema }),
	/** Nothing comes from this neighbour any more over the line between them. */
	'line-cut': v.object({ ...conference, nodeId: id }),
	/** Who speaks, loudest first, every 250 ms while somebody does; an empty list once nobody has for a second. */
	levels: v.object({
		...conference,
		levels: v.array(
			v.object({
				endpointId: id,
				/** Average volume in dBov, −127 (silence) to 0. */
				dbov: v.number(),
			}),
		),
	}),
} as const;

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
