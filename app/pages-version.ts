import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';

const built = new URL('../build/client/_app/version.json', import.meta.url);
const schema = v.pipe(v.string(), v.parseJson(), v.object({ version: v.string() }));

/** Of the pages as they are built, which they know themselves (`version` of $app/env); undefined: none are built. */
export const pagesVersion = (): string | undefined =>
	existsSync(built) ? v.parse(schema, readFileSync(built, 'utf8')).version : undefined;
