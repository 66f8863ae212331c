import { error } from '@sveltejs/kit';
import * as v from 'valibot';

/** What a script of ours sends; anything else answers 400 `malformed`. */
export async function readJson<Schema extends v.GenericSchema>(
	request: Request,
	schema: Schema,
): Promise<v.InferOutput<Schema>> {
	const body = v.safeParse(schema, await request.json().catch(() => undefined));
	if (!body.success) error(400, 'malformed');
	return body.output;
}

/** An id that a browser made. */
export const idSchema = v.pipe(v.string(), v.uuid());

/** Bytes in base64, so many at most. */
export const bytesSchema = (most: number) =>
	v.pipe(
		v.string(),
		v.minLength(1),
		v.maxLength(Math.ceil(most / 3) * 4),
		v.base64(),
		v.transform((text) => Buffer.from(text, 'base64')),
	);
