import { longestRemark } from '#db/meetings/remarks.ts';
import * as v from 'valibot';

const id = v.pipe(v.string(), v.maxLength(64));
const orNull = v.transform((text: string) => (text === '' ? null : text));

/** `on`: `item:ID` or `paper:ID of its version`; empty: the meeting as a whole. `page`: of the paper; empty: all of it */
export const remarkSchema = v.object({
	on: v.pipe(
		v.optional(v.pipe(v.string(), v.maxLength(80)), ''),
		v.regex(/^(?:(?:item|paper):.+)?$/),
		v.transform((text) => {
			const [kind, ...rest] = text.split(':');
			const of = rest.join(':');
			return { itemId: kind === 'item' ? of : null, versionId: kind === 'paper' ? of : null };
		}),
	),
	page: v.pipe(
		v.optional(v.string(), ''),
		v.regex(/^\d{0,5}$/),
		orNull,
		v.transform((text) => (text === null ? null : Number(text))),
		v.nullable(v.pipe(v.number(), v.minValue(1))),
	),
	text: v.pipe(v.string(), v.maxLength(2 * longestRemark)),
});

export const ownRemarkSchema = v.object({ remarkId: id });

/** `answer` left out: it stands open again. */
export const handledRemarkSchema = v.object({
	remarkId: id,
	answer: v.optional(v.pipe(v.string(), v.maxLength(1000))),
});
