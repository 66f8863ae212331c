import * as v from 'valibot';

/*
 * A mark on a page, in the page's own points of 1/72 inch from its upper left corner, as its file shows it: zooming and turning
 * the page leave it where it is.
 */

export const inkColours = ['blue', 'red', 'green'] as const;

const stamps = ['agree', 'amend'] as const;

const number = v.pipe(v.number(), v.finite());
const colour = v.picklist(inkColours);

const inkSchema = v.object({
	kind: v.literal('ink'),
	tool: v.picklist(['pen', 'highlighter']),
	colour,
	/** in points */
	width: number,
	/** as they were drawn: x, y, and the pressure from 0 to 100, one after the other */
	points: v.pipe(v.array(number), v.minLength(3), v.maxLength(7_500)),
});
export type Ink = v.InferOutput<typeof inkSchema>;

const boxSchema = v.strictTuple([number, number, number, number]);
/** x, y, width, height */
export type Box = v.InferOutput<typeof boxSchema>;

export const contentSchema = v.variant('kind', [
	inkSchema,
	/** on words: a box for each line of them */
	v.object({ kind: v.literal('words'), colour, boxes: v.pipe(v.array(boxSchema), v.minLength(1), v.maxLength(500)) }),
	v.object({ kind: v.literal('note'), x: number, y: number, text: v.pipe(v.string(), v.maxLength(4_000)) }),
	v.object({ kind: v.literal('stamp'), x: number, y: number, stamp: v.picklist(stamps) }),
]);
export type Content = v.InferOutput<typeof contentSchema>;

export interface Mark {
	readonly id: string;
	/** from 1 */
	readonly page: number;
	readonly content: Content;
	/** of the mark of an earlier version that it was carried over from, the first of them */
	readonly origin?: string | undefined;
}

/** Points of one stroke, at most; a longer one goes on as another. */
export const mostPoints = 2_000;

/** Sealed with what it says is when it was changed: what it said before cannot be given out for what it says now. */
const aroundSchema = v.pipe(
	v.string(),
	v.parseJson(),
	v.object({ changedAt: v.optional(v.number()), origin: v.optional(v.string()) }),
);
const parsedSchema = v.pipe(v.string(), v.parseJson(), contentSchema);

/** @param changedAt ms since the epoch, as it is told beside the sealed mark */
export const writeMark = ({ content, origin }: Mark, changedAt: number): Uint8Array<ArrayBuffer> =>
	new TextEncoder().encode(JSON.stringify({ ...content, changedAt, origin }));

/** Undefined: nothing that these pages know, as of newer ones, or not what was changed then. The first marks do not say when. */
export function readMark(
	bytes: Uint8Array<ArrayBuffer>,
	changedAt: number,
): Pick<Mark, 'content' | 'origin'> | undefined {
	const text = new TextDecoder().decode(bytes);
	const [around, content] = [v.safeParse(aroundSchema, text), v.safeParse(parsedSchema, text)];
	if (!around.success || !content.success) return undefined;
	const { changedAt: then = changedAt, origin } = around.output;
	return then === changedAt ? { content: content.output, origin } : undefined;
}
