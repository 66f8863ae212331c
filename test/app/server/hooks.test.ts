import { openSession } from '#db/auth/sessions.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { provideServices, services, type PageForAll } from '#live/services.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { handle } from '../../../app/src/hooks.server.ts';
import { withoutLaterStyles } from '../../../app/src/lib/server/opening.ts';
import { startAdministration } from '../admin/administration.ts';

test('whoever asks for more than any page does is answered before anything is read for it', async () => {
	vi.useFakeTimers({ toFake: ['performance'] });
	onTestFinished(() => void vi.useRealTimers());
	const { db, adminId } = await startAdministration();
	const opened = { accountId: adminId, isTerminal: false, ip: null, userAgent: null, now: Date.now() };
	const { token } = openSession(db, opened);
	const resolve = vi.fn(() => Promise.resolve(new Response('a page')));
	const ask = async () => {
		const url = new URL('https://hop.example.vn/');
		const cookies = { get: (name: string) => (name === '__Host-nhip-cau-phien' ? token : undefined) };
		const event = { cookies, locals: {}, url, request: new Request(url), route: { id: '/' } };
		return handle({ event, resolve } as never);
	};
	for (let times = 0; times < 200; times += 1) expect((await ask()).status).toBe(200);
	const refused = await ask();
	expect(refused.status).toBe(429);
	expect(refused.headers.get('x-content-type-options')).toBe('nosniff');
	expect(resolve).toHaveBeenCalledTimes(200);
	vi.advanceTimersByTime(1_000);
	expect((await ask()).status).toBe(200);
});

interface Answering {
	readonly html: string;
	readonly method?: string;
	readonly status?: number;
	readonly cookies?: Readonly<Record<string, string>>;
}

/** What is kept ready of an answer that Kit makes, with the language that is spoken meanwhile. */
async function keptOf({ html, method = 'GET', status = 200, cookies = {} }: Answering) {
	const { db, adminId } = await startAdministration();
	const kept: PageForAll[] = [];
	provideServices({ ...services(), readyPages: { keep: async (page) => void kept.push(page) } });
	const opened = { accountId: adminId, isTerminal: false, ip: null, userAgent: null, now: Date.now() };
	const all: Readonly<Record<string, string>> = { '__Host-nhip-cau-phien': openSession(db, opened).token, ...cookies };
	const url = new URL('https://hop.example.vn/meetings/m-1?page=2');
	const request = new Request(url, { method });
	const event = {
		cookies: { get: (name: string) => all[name] },
		locals: {},
		url,
		request,
		route: { id: '/meetings/[id]' },
	};
	let language = '';
	await handle({
		event,
		resolve: async (_: unknown, { transformPageChunk }: { transformPageChunk: (part: object) => string }) => {
			language = getLocale();
			return new Response(transformPageChunk({ html, done: true }), { status });
		},
	} as never);
	return { kept, language };
}

const page = (body: string) =>
	`<html lang="%paraglide.lang%" data-theme="%theme%"><!--name--><div style="display: contents">${body}<!--opening--></div>`;
const drawnThere = page('\n<script>start()</script>');

test('a page that is the same for everybody is kept ready as it was answered, with its headers', async () => {
	const { kept, language } = await keptOf({ html: drawnThere, cookies: { 'ngon-ngu': 'en', 'giao-dien': 'dark' } });
	expect(language).toBe('en');
	expect(kept).toMatchObject([{ routeId: '/meetings/[id]', path: '/meetings/m-1', theme: 'dark', language: 'en' }]);
	expect(kept[0]?.html).toContain('<html lang="en" data-theme="dark">');
	expect(kept[0]?.html).toContain('Opening the page…');
	expect(Object.fromEntries(kept[0]?.headers ?? [])).toMatchObject({
		'cache-control': 'private, no-store',
		'x-frame-options': 'DENY',
		'strict-transport-security': 'max-age=31536000',
	});
	expect(await keptOf({ html: drawnThere })).toMatchObject({
		kept: [{ theme: undefined, language: undefined }],
		language: 'vi',
	});
});

test.each<[string, Answering]>([
	['drawn for somebody', { html: page('<main>Lan</main><script>start()</script>') }],
	['answered to a form', { html: drawnThere, method: 'POST' }],
	['no page', { html: drawnThere, status: 404 }],
	['for a cookie that nobody of ours has set', { html: drawnThere, cookies: { 'giao-dien': 'x'.repeat(1_000) } }],
])('what is %s is not kept', async (_, answering) => {
	expect((await keptOf(answering)).kept).toEqual([]);
});

test('a page that the server draws begins with its own styles: those of parts that come later hold up no paint', () => {
	const link = (file: string) => `<link href="/_app/immutable/assets/${file}" rel="stylesheet">\n`;
	const own = ['shell.BXQp9-Gk.css', 'common.a_b.css', 'meeting.BmXe-9r0.css', '23.C_1-x.css'].map(link).join('');
	const later = ['Wall.CWFS4S6G.css', 'PaperReader.DVH4iB-_.css', 'office.C_-y7-5Y.css'].map(link).join('');
	expect(withoutLaterStyles(`<head>${own}${later}</head>`)).toBe(`<head>${own}</head>`);
});
