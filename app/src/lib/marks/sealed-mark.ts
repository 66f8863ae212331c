import * as v from 'valibot';

/** One own mark as the server keeps it: it sees no more of it than this. Bytes are in base64. */
export const sealedMarkSchema = v.object({
	id: v.string(),
	/** from 1 */
	page: v.number(),
	/** ms since the epoch, by the device that changed it: of two changes the later one stays */
	changedAt: v.number(),
	/** null: it was taken away */
	sealed: v.nullable(v.string()),
});
export type SealedMark = v.InferOutput<typeof sealedMarkSchema>;

/** `/papers/[versionId]/marks` answers with what has changed. */
export const changedMarksSchema = v.object({ revision: v.number(), marks: v.array(sealedMarkSchema) });
export type ChangedMarks = v.InferOutput<typeof changedMarksSchema>;

/** `/papers/[versionId]/marks/carry` answers with what own marks are carried over from and to; null: nothing. */
export const carrySchema = v.nullable(
	v.object({
		from: v.string(),
		to: v.object({ versionId: v.string(), number: v.number() }),
		/** pages that are the same in both, from 1 */
		pages: v.array(v.tuple([v.number(), v.number()])),
	}),
);
export type Carry = NonNullable<v.InferOutput<typeof carrySchema>>;

/** `/account/mark-keys` answers with the wrapped key, or null. */
export const markKeysSchema = v.object({
	keyId: v.string(),
	/** wrapped by the recovery code */
	code: v.nullable(v.string()),
	/** wrapped by a code that another device shows, for a few minutes */
	once: v.nullable(v.string()),
	/** wrapped for this device */
	device: v.nullable(v.string()),
});
export type MarkKeys = v.InferOutput<typeof markKeysSchema>;
