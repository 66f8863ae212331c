import type { Right } from '#meeting/rights.ts';
import { globSync } from 'node:fs';
import path from 'node:path';

const routes = path.resolve(import.meta.dirname, '../../../app/src/routes');
const files = globSync('**/+*server.ts', { cwd: routes }).sort();

type Handler = ((event: unknown) => unknown) & { readonly right?: Right };

export interface Route {
	/** file and handler: `admin/people/+page.server.ts load` */
	readonly name: string;
	readonly handler: Handler;
}

/** Every load, action and endpoint that the outside can call. */
export const everyRoute = async (): Promise<Route[]> => (await Promise.all(files.map(routesIn))).flat();

async function routesIn(file: string): Promise<Route[]> {
	const { actions = {}, ...others } = (await import(path.join(routes, file))) as Record<string, unknown>;
	return Object.entries({ ...others, ...(actions as object) })
		.filter((entry): entry is [string, Handler] => typeof entry[1] === 'function')
		.map(([name, handler]) => ({ name: `${file} ${name}`, handler }));
}
