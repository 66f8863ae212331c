import { openSession } from '#db/auth/sessions.ts';
import { pageRequests } from '#live/page-requests.ts';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ReadyPages } from '../../app/ready-pages.ts';
import { startAdministration } from './admin/administration.ts';

const page = { layouts: [0], leaf: 4 };
const routes = [
	{ id: '/', pattern: /^\/$/, page, endpoint: null },
	{ id: '/meetings/new', pattern: /^\/meetings\/new\/?$/, page, endpoint: null },
	{ id: '/meetings/[id]', pattern: /^\/meetings\/([^/]+?)\/?$/, page, endpoint: null },
	{ id: '/org/people', pattern: /^\/org\/people\/?$/, page: null, endpoint: () => ({}) },
];

const script = "\n\t{ import('./entry.js').then((kit) => kit.start('Nhịp Cầu')); }\n";
const html = `<!doctype html><html lang="vi"><body><div><script nonce="bm9uY2U=">${script}</script></div></body></html>`;
const headers = new Headers({
	'content-type': 'text/html',
	'cache-control': 'private, no-store',
	'x-frame-options': 'DENY',
	'content-security-policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'nonce-bm9uY2U='",
	etag: '"one"',
});
const meeting = { routeId: '/meetings/[id]', path: '/meetings/m-1', theme: undefined, language: 'vi', html, headers };

/** A server that keeps pages ready, and says `Kit` where Kit would have to answer. */
async function startPages() {
	const { db, adminId } = await startAdministration();
	const opened = { accountId: adminId, isTerminal: false, ip: null, userAgent: null, now: Date.now() };
	const { token } = openSession(db, opened);
	const requests = pageRequests();
	const ready = new ReadyPages({ routes, db, secureCookies: true, pageRequests: requests });
	const server = createServer((request, response) => {
		if (!ready.answer(request, response)) response.writeHead(404).end('Kit');
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	const session = `__Host-nhip-cau-phien=${token}`;
	const ask = (path: string, cookie = `${session}; ngon-ngu=vi`, more: RequestInit = {}) =>
		fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { headers: { cookie }, ...more });
	const isReady = async (...asked: Parameters<typeof ask>) => (await (await ask(...asked)).text()) === settled;
	return { db, ready, requests, adminId, session, ask, isReady };
}

const settled = html.replace(' nonce="bm9uY2U="', '');

test('a page that is the same for everybody is made once, and answered with all its headers and no more of a nonce', async () => {
	const { ready, ask } = await startPages();
	expect(await (await ask('/meetings/m-1')).text()).toBe('Kit');
	await ready.keep(meeting);
	const answer = await ask('/meetings/m-2?page=2');
	expect(answer.status).toBe(200);
	expect(await answer.text()).toBe(settled);
	const hash = createHash('sha256').update(script).digest('base64');
	expect(Object.fromEntries(answer.headers)).toMatchObject({
		'content-type': 'text/html',
		'cache-control': 'private, no-store',
		'x-frame-options': 'DENY',
		'content-security-policy': `default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'`,
		vary: 'Accept-Encoding',
	});
	expect(answer.headers.has('etag')).toBe(false);
});

test('an answer that was somebody’s keeps no later one from being kept', async () => {
	const { ready, isReady } = await startPages();
	const theirs = new Headers(headers);
	theirs.append('set-cookie', 'a=b');
	await ready.keep({ ...meeting, headers: theirs });
	expect(await isReady('/meetings/m-1')).toBe(false);
	await ready.keep(meeting);
	expect(await isReady('/meetings/m-1')).toBe(true);
});

test('each takes it as they can: packed, or as it is', async () => {
	const { ready, session, ask } = await startPages();
	await ready.keep(meeting);
	const taking = async (coding: string) => {
		const headers = { cookie: `${session}; ngon-ngu=vi`, 'accept-encoding': coding };
		const answer = await ask('/meetings/m-2', undefined, { headers });
		return [answer.headers.get('content-encoding'), (await answer.text()) === settled];
	};
	expect(await taking('gzip, deflate, br, zstd')).toEqual(['br', true]);
	expect(await taking('gzip;q=1.0, br;q=0')).toEqual(['gzip', true]);
	expect(await taking('identity')).toEqual([null, true]);
});

test('who is not signed in, or floods, is answered by Kit, as every other request', async () => {
	vi.useFakeTimers({ toFake: ['performance'] });
	onTestFinished(() => void vi.useRealTimers());
	const { db, ready, requests, adminId, isReady } = await startPages();
	await ready.keep(meeting);
	expect(await isReady('/meetings/m-1')).toBe(true);
	expect(await isReady('/meetings/m-1', 'ngon-ngu=vi')).toBe(false);
	expect(await isReady('/meetings/m-1', '__Host-nhip-cau-phien=unknown; ngon-ngu=vi')).toBe(false);
	// It counts with all else that the account asks.
	for (let times = 1; times < 200; times += 1) expect(requests.take(adminId)).toBe(true);
	expect(await isReady('/meetings/m-1')).toBe(false);
	vi.advanceTimersByTime(1_000);
	expect(await isReady('/meetings/m-1')).toBe(true);
	db.sqlite.prepare('UPDATE accounts SET disabled_at = 1').run();
	expect(await isReady('/meetings/m-1')).toBe(false);
});

test('nothing is taken for that page but that page in that language and theme', async () => {
	const { ready, session, isReady } = await startPages();
	await ready.keep(meeting);
	for (const path of [
		'/meetings/new',
		'/meetings/m-1/',
		'/meetings/%6Eew',
		'/meetings/..',
		'/meetings/m-1?x-sveltekit-invalidated=1',
		'/meetings/m-1/__data.json',
		'/org/people',
		'/',
	])
		expect([path, await isReady(path)]).toEqual([path, false]);
	expect(await isReady('/meetings/m-1', undefined, { method: 'POST' })).toBe(false);
	expect(await isReady('/meetings/m-1', `${session}; ngon-ngu=en`)).toBe(false);
	expect(await isReady('/meetings/m-1', `${session}; ngon-ngu=vi; giao-dien=dark`)).toBe(false);
	await ready.keep({ ...meeting, theme: 'dark', html: html.replace('vi', 'dark') });
	expect(await isReady('/meetings/m-1')).toBe(true);
});

test('what is not understood is not kept: other scripts, a cookie, a page of another address', async () => {
	const { ready, isReady } = await startPages();
	await ready.keep({ ...meeting, html: html.replace('<body>', '<body><script src="/a.js"></script>') });
	await ready.keep({ ...meeting, routeId: '/meetings/new' });
	expect(await isReady('/meetings/m-1')).toBe(false);
	const withCookie = new Headers(headers);
	withCookie.append('set-cookie', 'a=b');
	await ready.keep({ ...meeting, routeId: '/', path: '/', headers: withCookie });
	expect(await isReady('/')).toBe(false);
});
