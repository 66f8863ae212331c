import * as v from 'valibot';
import { DataError } from './data-error.ts';

/** Reads a JSON column. What the schema does not accept was not written by this program. */
export function readStoredJson<Schema extends v.GenericSchema>(schema: Schema, text: string): v.InferOutput<Schema> {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new DataError('stored-json-invalid', 'syntax');
	}
	const result = v.safeParse(schema, value);
	if (!result.success) throw new DataError('stored-json-invalid', v.getDotPath(result.issues[0]) ?? 'value');
	return result.output;
}
