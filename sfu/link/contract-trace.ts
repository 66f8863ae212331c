import * as v from 'valibot';
import { idSchema, sourceSchema } from './contract-endpoint.ts';

/** One thing that a node and a device did so that a picture could be shown, or repaired. */
export const traceEventSchema = v.object({
	/** Grows with each event of an endpoint, also when it joins anew. */
	number: v.number(),
	/** so many ms before this was told: the clocks of two machines may differ */
	agoMs: v.number(),
	/** A key frame was sent, or asked for (PLI, RFC 4585; FIR, RFC 5104), or lost packets were (NACK, RFC 4585). */
	what: v.picklist(['keyframe', 'pli', 'fir', 'nack']),
	/** Who sent it to the other. */
	from: v.picklist(['device', 'node']),
	/** Whose source it is about: the traced endpoint's own, or one that it receives. */
	sourceEndpointId: idSchema,
	source: sourceSchema,
});
export type ToldEvent = v.InferOutput<typeof traceEventSchema>;

/** `at`: ms since the epoch, by the clock of who was told */
export type TraceEvent = Omit<ToldEvent, 'agoMs'> & { readonly at: number };
