import * as v from 'valibot';

/** What a process tells of itself, at either end of the link. */
export const processLoadSchema = v.object({
	/** CPU time used since its start, in ms. */
	cpuMs: v.number(),
	/** Resident set now, in KiB. */
	rssKib: v.number(),
	/** How long its event loop kept things waiting since it was asked last: 99th percentile, in ms. */
	eventLoopP99Ms: v.number(),
});
export type ProcessLoad = v.InferOutput<typeof processLoadSchema>;
