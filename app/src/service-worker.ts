/*
 * For who has downloaded papers (lib/offline): keeps the shell of this version of the pages, which is the same for everybody, and
 * answers with it where the network does not. Nothing that is somebody's is ever put into its cache. All that it does not name below
 * goes its way as if it were not there: sockets, uploads, papers, data.
 */
import { version } from '$app/env';
import { immutable } from '$app/manifest';

/** what the worker's own types would say: they are not those of a page */
interface Lasting extends Event {
	waitUntil(work: Promise<unknown>): void;
}
interface Asked extends Lasting {
	readonly request: Request;
	respondWith(answer: Promise<Response>): void;
}
interface Worker {
	addEventListener(name: 'install' | 'activate', listener: (event: Lasting) => void): void;
	addEventListener(name: 'fetch', listener: (event: Asked) => void): void;
	skipWaiting(): Promise<void>;
	readonly clients: { claim(): Promise<void> };
	readonly location: Location;
}
/** app/pdf-assets.ts says which */
declare const pdfDataFiles: readonly string[];

const worker = globalThis as unknown as Worker;

const shell = `khung-${version}`;
const page = '/offline';
const pageData = `${page}/__data.json`;
const icon = '/icon.svg';

/** So long a page is waited for, in ms: on a train a link often looks as if it were there. */
const patience = 5_000;

/** Pages whose answer takes no time; others (minutes, a board pack) are made while somebody waits. */
const quick = /^\/(account|offline|room|sign-in|meetings\/[^/]+(\/(live|edit|device-check))?)?$/;

/** A proxy whose server is gone. */
const gone = new Set([502, 504]);

/** Files that are asked for at once. */
const atOnce = 6;

worker.addEventListener('install', (event) => event.waitUntil(keepShell()));

worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const { origin, pathname } = new URL(request.url);
	if (request.method !== 'GET' || origin !== worker.location.origin) return;
	if (request.mode === 'navigate') event.respondWith(openPage(request, pathname));
	else if (pathname.startsWith('/_app/immutable/') || pathname === icon) event.respondWith(shellFirst(request));
	else if (pathname === pageData) event.respondWith(networkFirst(request, pageData));
});

async function keepShell(): Promise<void> {
	const cache = await caches.open(shell);
	const files = [...immutable.map(({ path }) => path), ...pdfDataFiles].map((path) => `/${path.replace(/^\//, '')}`);
	const left = [icon, ...files];
	const keepNext = async (): Promise<void> => {
		for (let file = left.pop(); file !== undefined; file = left.pop()) {
			// Of the version before, what has the same name is the same.
			const kept = await caches.match(file, { ignoreVary: true });
			await cache.put(file, kept ?? (await fetchWhole(file)));
		}
	};
	await Promise.all(Array.from({ length: atOnce }, keepNext));
	for (const file of [page, pageData]) await cache.put(file, await fetchWhole(file));
	await worker.skipWaiting();
}

/** As nobody: it is the same for everybody who has no network. */
async function fetchWhole(file: string): Promise<Response> {
	const accept = file === page ? 'text/html' : '*/*';
	const answer = await fetch(file, { credentials: 'omit', headers: { accept }, redirect: 'error' });
	if (!answer.ok) throw new Error(`${file} answered ${answer.status}`);
	return answer;
}

async function takeOver(): Promise<void> {
	for (const name of await caches.keys()) if (name !== shell) await caches.delete(name);
	await worker.clients.claim();
}

async function shellFirst(request: Request): Promise<Response> {
	return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function networkFirst(request: Request, kept: string): Promise<Response> {
	return (await answerOf(request, patience)) ?? (await caches.match(kept, { ignoreVary: true })) ?? Response.error();
}

/** The network's page; where there is none, ours that shows what is at hand. */
async function openPage(request: Request, pathname: string): Promise<Response> {
	const answer = await answerOf(request, quick.test(pathname) ? patience : undefined);
	if (answer) return answer;
	const kept = await caches.match(page, { ignoreVary: true });
	if (!kept) return Response.error();
	if (pathname === page) return kept;
	const [, meetingId = ''] = /^\/meetings\/([\w-]+)/.exec(pathname) ?? [];
	return Response.redirect(`${worker.location.origin}${page}#${meetingId}`);
}

/** Undefined: the network does not answer, or not in time. */
async function answerOf(request: Request, within: number | undefined): Promise<Response | undefined> {
	const answer = fetch(request).catch(() => undefined);
	const late = new Promise<undefined>((resolve) => {
		if (within !== undefined) setTimeout(() => resolve(undefined), within);
	});
	const first = await Promise.race([answer, late]);
	return first && gone.has(first.status) ? undefined : first;
}
