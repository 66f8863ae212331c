/**
 * What two neighbouring nodes say to each other about the line between them, for one meeting. The control process carries
 * it, as it stands, and only between neighbours of that meeting's tree. There is one message: the whole state of one end,
 * with a revision. Either end says its state again until the other has seen it, so that nothing hangs on one message.
 */
import * as v from 'valibot';
import { idSchema, sourceSchema } from './contract-endpoint.ts';
import { rtpParametersSchema } from './structures.ts';

export const placeSchema = v.picklist([
	'main',
	'content',
	'secondary',
	'audio',
	'cued',
	'near',
	'view',
	'reserve',
	'island',
]);
/**
 * Why a track is received: its place on the stage; `audio` for microphones that are heard; `cued`: kept ready, nothing
 * flows; `near`: kept ready and about to be shown, small already; `view`: one endpoint looks at it besides the stage;
 * `reserve`: kept ready for when the area is cut off, `island`: it is. These two never cross a line.
 */
export type Place = v.InferOutput<typeof placeSchema>;

/** More than a line ever carries: what stands on the stage, is looked at and comes next. */
export const mostLineTracks = 400;

const track = { endpointId: idSchema, source: sourceSchema };

/** AEAD_AES_256_GCM: 32 bytes of key and 12 of salt, in base64 (RFC 7714). */
const srtpKeySchema = v.pipe(v.string(), v.base64(), v.length(60));

const portSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));

const carriedSchema = v.pipe(
	v.object({
		...track,
		/** another one where the source was published anew */
		trackId: idSchema,
		kind: v.picklist(['audio', 'video']),
		/** Of a picture that has several layers two encodings: the smallest layer, and the largest that somebody takes. */
		rtpParameters: rtpParametersSchema,
		muted: v.boolean(),
	}),
	v.check(
		({ source, kind }) => kind === (source === 'microphone' ? 'audio' : 'video'),
		'is of another kind than its source',
	),
	v.check(
		({ kind, rtpParameters: { encodings = [] } }) => encodings.length <= (kind === 'audio' ? 1 : 2),
		'has too many encodings',
	),
);

/** One end of a line, as it is now. */
export const lineStateSchema = v.object({
	/** Grows with each state of this end; what is older than what is known is left aside. */
	revision: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
	/** The latest revision of the other end that this one has taken up, and that has come here; 0: none. */
	seen: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
	heard: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
	/** The other end has not said that it has taken up this revision: it is to answer. */
	asks: v.boolean(),
	/**
	 * This end's transport; null: it has none (yet), or has lost it. The child lays its own first; the parent's is made for
	 * one of the child's (`meets`), has an address, and takes the child's from its first packet that decrypts (`comedia`).
	 * Keys live as long as the transport: a line that is laid anew has new ones.
	 */
	end: v.nullable(
		v.object({
			id: idSchema,
			/** The end of the other side that it was made for; null: the child's. */
			meets: v.nullable(idSchema),
			/** Where to send media, and the beat that says whether the way stands; null: the child's. */
			address: v.nullable(
				v.object({ ip: v.pipe(v.string(), v.maxLength(255)), port: portSchema, beatPort: portSchema }),
			),
			srtpKey: srtpKeySchema,
		}),
	),
	/**
	 * What this end wants of what is beyond the other: where it stands here, and how many layers somebody takes; 0: it is kept
	 * ready. `small`: of a picture also the smallest layer, for who takes no more while others do.
	 */
	wanted: v.pipe(
		v.array(v.object({ ...track, place: placeSchema, layers: v.picklist([0, 1, 2, 3]), small: v.boolean() })),
		v.maxLength(mostLineTracks),
	),
	/** What this end sends over `end`, of what the other wants and is there. */
	carried: v.pipe(v.array(carriedSchema), v.maxLength(mostLineTracks)),
});
export type LineState = v.InferOutput<typeof lineStateSchema>;

/** A node beside this one in the tree of a conference. */
export const neighbourSchema = v.object({
	nodeId: idSchema,
	/** What the neighbour is to this node. The child dials. */
	is: v.picklist(['parent', 'child']),
	/** Endpoints of the stage and of views, and those that come next, which are reached through it. */
	beyond: v.pipe(v.array(idSchema), v.maxLength(5_000)),
	/** What the line carries towards it, in kbit/s; null: not said. */
	kbps: v.nullable(v.pipe(v.number(), v.minValue(64))),
});
export type Neighbour = v.InferOutput<typeof neighbourSchema>;

/** How a line does, as one end of it sees it. */
export const lineFiguresSchema = v.object({
	nodeId: idSchema,
	/** What the neighbour is to this node. */
	is: v.picklist(['parent', 'child']),
	/** `laying`: the two ends have not met yet; `cut`: nothing comes from the other any more. */
	state: v.picklist(['laying', 'stands', 'cut']),
	/** The way to the other end; null: not known yet. Round trip and its variation in ms, share of beats lost. */
	way: v.nullable(v.object({ rttMs: v.nullable(v.number()), jitterMs: v.nullable(v.number()), loss: v.number() })),
	/** Media at this moment, repairs included, in kbit/s. */
	sentKbps: v.number(),
	receivedKbps: v.number(),
	/** Estimate of what the line carries towards the neighbour, and what it was said to, in kbit/s. */
	availableKbps: v.nullable(v.number()),
	saidKbps: v.nullable(v.number()),
	/**
	 * What this end sends; of a picture of several layers the one that flows, and the one that is asked for: where it is larger,
	 * the line has no room for it. Null: none. `lacksKbps`: so much more the line would have to be said to carry for the picture to
	 * go as it is asked for, beside all that goes over it in other meetings, too; null: nobody said what it carries.
	 */
	sent: v.array(
		v.object({
			...track,
			flows: v.boolean(),
			layer: v.nullable(v.number()),
			asked: v.nullable(v.number()),
			lacksKbps: v.nullable(v.number()),
		}),
	),
});
export type LineFigures = v.InferOutput<typeof lineFiguresSchema>;
