import { languageCookie, themeCookie } from '#contract/appearance-cookies.ts';
import { sessionCookie } from '#contract/session-cookie.ts';
import { resolveSession } from '#db/auth/sessions.ts';
import type { Database } from '#db/client.ts';
import { parseCookies } from '#live/gateway/cookies.ts';
import type { PageForAll } from '#live/services.ts';
import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { acceptedCoding } from './accepted-coding.ts';

/** An address of the pages, as Kit's table has it: the first whose pattern fits answers. */
export interface PageRoute {
	readonly id: string;
	readonly pattern: RegExp;
	readonly page: unknown;
	readonly endpoint: unknown;
}

interface ReadyPagesPorts {
	readonly routes: readonly PageRoute[];
	readonly db: Database;
	/** as Services have it */
	readonly secureCookies: boolean;
	/** the one limit of all that an account asks of the pages */
	readonly pageRequests: { take(accountId: string): boolean };
}

const codings = ['br', 'gzip'] as const;

interface Answer {
	readonly headers: OutgoingHttpHeaders;
	readonly body: Buffer;
}
type Ready = Readonly<Record<(typeof codings)[number] | 'identity', Answer>>;

const packers = { br: promisify(brotliCompress), gzip: promisify(gzip) };

/**
 * What pages are that are drawn in the browser: for each route, theme and language one text, which Kit makes the first time and
 * this keeps, packed as small as it goes. Whoever is signed in and within their limit is answered from here before Kit begins to work;
 * all else is Kit's: who is not signed in, who floods, addresses that are written in any unusual way.
 */
export class ReadyPages {
	readonly #ports: ReadyPagesPorts;
	/** undefined while it is packed */
	readonly #ready = new Map<string, Ready | undefined>();

	constructor(ports: ReadyPagesPorts) {
		this.#ports = ports;
	}

	/** Whether this was its answer; else nothing has been done for it, and nothing counted. */
	answer(request: IncomingMessage, response: ServerResponse): boolean {
		if (request.method !== 'GET') return false;
		const { url = '' } = request;
		const end = url.indexOf('?');
		// Kit refuses names of its own in a query.
		if (end !== -1 && url.includes('x-sveltekit', end)) return false;
		const route = this.#routeOf(end === -1 ? url : url.slice(0, end));
		if (!route) return false;
		const cookies = parseCookies(request.headers.cookie);
		const ready = this.#ready.get(keyOf(route.id, cookies.get(themeCookie), cookies.get(languageCookie)));
		if (!ready || !this.#mayAsk(cookies)) return false;
		const { headers, body } = ready[acceptedCoding(request.headers['accept-encoding'], codings)];
		response.writeHead(200, headers).end(body);
		return true;
	}

	/** Of Kit's answer to a GET, status 200, that is the same for everybody. Done when it is packed. */
	async keep(page: PageForAll): Promise<void> {
		const { routeId, path, theme, language } = page;
		const key = keyOf(routeId, theme, language);
		if (this.#ready.has(key) || this.#routeOf(path)?.id !== routeId) return;
		const settled = withHashes(page);
		if (!settled) return;
		this.#ready.set(key, undefined);
		try {
			this.#ready.set(key, await pack(settled));
		} catch (error) {
			this.#ready.delete(key);
			throw error;
		}
	}

	/** None for an address that Kit may read otherwise than it is written (`%`, `.`), or lead to another. */
	#routeOf(path: string): PageRoute | undefined {
		if (!/^\/(?:[\w-]+(?:\/[\w-]+)*)?$/.test(path)) return undefined;
		const route = this.#ports.routes.find(({ pattern }) => pattern.test(path));
		return route?.page && !route.endpoint ? route : undefined;
	}

	#mayAsk(cookies: ReadonlyMap<string, string>): boolean {
		const { db, secureCookies, pageRequests } = this.#ports;
		const token = cookies.get(sessionCookie(secureCookies));
		const session = token === undefined ? undefined : resolveSession(db, token, Date.now());
		return session !== undefined && pageRequests.take(session.accountId);
	}
}

const keyOf = (routeId: string, theme = '', language = '') => [routeId, theme, language].join(' ');

interface Settled {
	readonly html: string;
	readonly headers: OutgoingHttpHeaders;
}

/**
 * A nonce is for one answer; of a text that stays the same its scripts' hashes say as much (CSP 3, 8.3): no other script runs, not
 * even in a page that somebody has seen before. Undefined where there is anything that is not understood.
 */
function withHashes({ html, headers }: PageForAll): Settled | undefined {
	const policy = headers.get('content-security-policy') ?? '';
	const nonce = /'nonce-([\w+/=-]+)'/.exec(policy)?.[1];
	if (nonce === undefined || headers.getSetCookie().length > 0) return undefined;
	const bare = html.replaceAll(` nonce="${nonce}"`, '');
	const scripts = [...bare.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script = '']) => script);
	if (bare.includes(nonce) || scripts.length !== bare.match(/<script/g)?.length) return undefined;
	const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
	const { etag: _, ...kept } = Object.fromEntries(headers);
	return {
		html: bare,
		headers: {
			...kept,
			'content-security-policy': policy.replaceAll(`'nonce-${nonce}'`, hashes.join(' ')),
			vary: 'Accept-Encoding',
		},
	};
}

async function pack({ html, headers }: Settled): Promise<Ready> {
	const whole = Buffer.from(html);
	const answer = (body: Buffer, packed = {}): Answer => ({
		headers: { ...headers, ...packed, 'content-length': body.length },
		body,
	});
	const [br, gz] = await Promise.all(codings.map((coding) => packers[coding](whole)));
	return {
		br: answer(br ?? whole, { 'content-encoding': 'br' }),
		gzip: answer(gz ?? whole, { 'content-encoding': 'gzip' }),
		identity: answer(whole),
	};
}
