import * as v from 'valibot';

/** Schemas that several commands share. Lengths bound what one message can make the journal grow by. */
export const idSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));
export const nothingSchema = v.strictObject({});
/** Half of a pair of surrogates (a cut emoji) is no text: it has no form in UTF-8, nor in canonical JSON (RFC 8785). */
export const textSchema = (longest: number) =>
	v.pipe(
		v.string(),
		v.check((text) => text.isWellFormed()),
		v.trim(),
		v.minLength(1),
		v.maxLength(longest),
	);
