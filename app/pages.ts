import compression from 'compression';
import type { RequestListener } from 'node:http';
import process from 'node:process';
import type { Settings } from './settings.ts';

const hostHeader = 'x-nhip-cau-host';
const protocolHeader = 'x-nhip-cau-protocol';

type KitHandler = (...request: Parameters<RequestListener>) => void;

/**
 * The pages, as built by SvelteKit. Its handler takes its settings from the environment when it is loaded, and the
 * address of a request from headers: they are set here, from our settings and not from what a client says.
 */
export async function loadPages(settings: Settings): Promise<RequestListener> {
	process.env['HOST_HEADER'] = hostHeader;
	process.env['PROTOCOL_HEADER'] = protocolHeader;
	// The handler has one limit for all that is sent. Ours differ by route (src/lib/server/body-limit.ts): uploads
	// stream to the disk.
	process.env['BODY_SIZE_LIMIT'] = 'Infinity';
	if (settings.behindProxy) process.env['ADDRESS_HEADER'] = 'x-forwarded-for';
	// Not there for the type checker: it is built.
	const built = new URL('../build/handler.js', import.meta.url).href;
	const { handler } = (await import(built)) as { handler: KitHandler };
	const { protocol, host } = new URL(settings.origin);
	// Pages made for a person; what is the same for all was compressed when it was built.
	const compress = compression();
	return (request, response) => {
		request.headers[protocolHeader] = protocol.slice(0, -1);
		request.headers[hostHeader] = settings.demo ? request.headers.host : host;
		compress(request as never, response as never, () => handler(request, response));
	};
}
