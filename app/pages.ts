import type { RequestListener } from 'node:http';
import process from 'node:process';
import { packAnswer } from './packed-answer.ts';
import type { PageRoute, ReadyPages } from './ready-pages.ts';
import type { Settings } from './settings.ts';

const hostHeader = 'x-nhip-cau-host';
const protocolHeader = 'x-nhip-cau-protocol';

/** Not there for the type checker: it is built. */
const built = <Module>(file: string) => import(new URL(`../build/${file}`, import.meta.url).href) as Promise<Module>;

/** The addresses that Kit knows, in the order in which it tries them. */
export async function pageRoutes(): Promise<readonly PageRoute[]> {
	const { manifest } = await built<{ manifest: { routes: readonly PageRoute[] } }>('server/manifest.js');
	return manifest.routes;
}

type KitHandler = (...request: Parameters<RequestListener>) => void;

/**
 * The pages, as built by SvelteKit. Its handler takes its settings from the environment when it is loaded, and the
 * address of a request from headers: they are set here, from our settings and not from what a client says.
 */
export async function loadPages(settings: Settings, readyPages: Pick<ReadyPages, 'answer'>): Promise<RequestListener> {
	process.env['HOST_HEADER'] = hostHeader;
	process.env['PROTOCOL_HEADER'] = protocolHeader;
	// Ours is src/lib/server/body-limit.ts.
	process.env['BODY_SIZE_LIMIT'] = 'Infinity';
	if (settings.behindProxy) process.env['ADDRESS_HEADER'] = 'x-forwarded-for';
	const { handler } = await built<{ handler: KitHandler }>('handler.js');
	const { protocol, host } = new URL(settings.origin);
	return (request, response) => {
		if (readyPages.answer(request, response)) return;
		request.headers[protocolHeader] = protocol.slice(0, -1);
		request.headers[hostHeader] = settings.demo ? request.headers.host : host;
		packAnswer(request, response);
		handler(request, response);
	};
}
