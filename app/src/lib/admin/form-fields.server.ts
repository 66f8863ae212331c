import * as v from 'valibot';

export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
/** A field without a choice sends an empty text. */
export const idOrNull = v.pipe(
	v.optional(v.pipe(v.string(), v.maxLength(64)), ''),
	v.transform((text) => (text === '' ? null : text)),
);
export const text = v.pipe(v.string(), v.maxLength(500));
/** Whether it is a day is for the data to say, by its own code. */
export const day = v.pipe(v.string(), v.maxLength(10));
export const dayOrNull = v.pipe(
	v.optional(day, ''),
	v.transform((written) => (written === '' ? null : written)),
);
/** A checkbox, which sends nothing when it is not ticked. */
export const ticked = v.pipe(
	v.optional(v.string(), ''),
	v.transform((sent) => sent !== ''),
);
/** The bytes of a file. */
export const file = v.instance(Uint8Array);
export const whole = v.pipe(v.string(), v.maxLength(9), v.transform(Number));
/** A number that may be left out; whether it is a fit one is for the data to say. */
export const wholeOrNull = v.pipe(
	v.optional(v.pipe(v.string(), v.maxLength(9)), ''),
	v.transform((written) => (written.trim() === '' ? null : Number(written))),
);
