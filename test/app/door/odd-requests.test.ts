import { sessionCookie } from '#contract/session-cookie.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DemoServer, type DemoRole } from '../../e2e/support/demo-server.ts';
import { oddRequests } from './odd-requests.ts';
import { sendRaw, type Outcome } from './raw-request.ts';

/** so many at a time */
const together = 40;

let starting: Promise<DemoServer>;
let server: DemoServer;
const port = () => Number(new URL(server.url).port);
const host = () => `127.0.0.1:${port()}`;

// The demo's names and passwords alone take seconds, on a busy machine tens of them.
const longestStart = 60_000;

beforeAll(async () => {
	starting = DemoServer.start();
	server = await starting;
}, longestStart);

// Also where the hook above gave up waiting for it.
afterAll(() => starting.then((started) => started.close()), longestStart);

async function sessionOf(role: DemoRole): Promise<string> {
	const { login, password } = server.account(role);
	const answer = await fetch(`${server.url}/sign-in`, {
		method: 'POST',
		body: new URLSearchParams({ login, password }),
		headers: { origin: server.url },
		redirect: 'manual',
	});
	const cookies = answer.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
	return cookies.find((each) => each.startsWith(`${sessionCookie(false)}=`)) ?? '';
}

async function send(cookie: string | undefined): Promise<Map<string, Outcome>> {
	const requests = oddRequests(host(), cookie);
	const outcomes = new Map<string, Outcome>();
	for (let from = 0; from < requests.length; from += together) {
		const batch = requests.slice(from, from + together);
		const settled = await Promise.all(batch.map(({ bytes, half }) => sendRaw(port(), bytes, { half: half ?? false })));
		for (const [index, { bytes }] of batch.entries()) outcomes.set(bytes.slice(0, 120), settled[index] ?? 'silence');
	}
	return outcomes;
}

const failed = (outcomes: Map<string, Outcome>) => [...outcomes].filter(([, outcome]) => outcome === 500);

test('hundreds of odd requests of nobody and of a delegate: the server lives and none finds it unprepared', async () => {
	const asNobody = await send(undefined);
	const cookie = await sessionOf('delegate-province');
	expect(cookie).toMatch(/^nhip-cau-phien=./);
	const asDelegate = await send(cookie);
	expect(asNobody.size + asDelegate.size).toBeGreaterThan(500);
	expect(failed(asNobody)).toEqual([]);
	expect(failed(asDelegate)).toEqual([]);
	expect(server.output).not.toMatch(/a request failed|nobody expected this/);
	expect((await fetch(`${server.url}/sign-in`)).status).toBe(200);
	const inside = await fetch(`${server.url}/`, { headers: { cookie }, redirect: 'manual' });
	expect(inside.status).toBe(200);
});

test('below the path of sockets, one handler answers', async () => {
	const answers = ['/socket.io/', '/socket.io/?EIO=4&transport=websocket', '/socket.io/none'].map(async (path) => {
		const answer = await fetch(`${server.url}${path}`);
		return [answer.status, answer.headers.get('content-type')];
	});
	expect(await Promise.all(answers)).toEqual([
		[400, 'application/json'],
		[400, 'application/json'],
		[400, 'application/json'],
	]);
	const polling = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
	expect(polling.status).toBe(200);
	expect(await polling.text()).toMatch(/^0\{"sid":/);
});

test('a page made for a person goes out compressed', async () => {
	const answer = await fetch(`${server.url}/sign-in`, { headers: { 'accept-encoding': 'gzip' } });
	expect(answer.headers.get('content-encoding')).toBe('gzip');
	expect(await answer.text()).toContain('</html>');
});

test('an office page is the same for everybody until the browser draws it; what is seen first, and the meeting, come drawn', async () => {
	const [delegate, secretary] = await Promise.all([sessionOf('delegate-province'), sessionOf('secretary')]);
	const ask = async (where: string, cookie = '') =>
		// What is new each time is the key that lets the page's own script run.
		(await (await fetch(`${server.url}${where}`, { headers: { cookie } })).text()).replaceAll(/ nonce="[^"]*"/g, '');
	const drawnInBrowser = '<p class="on-its-way">';

	const data = await ask('/__data.json', delegate);
	const meeting = /"([\da-f-]{36})","([^"]+)",\d{13}/.exec(data);
	const [, id = '', title = ''] = meeting ?? [];
	expect(title).toMatch(/họp/i);
	for (const where of ['/', `/meetings/${id}`, '/admin/people']) {
		const page = await ask(where, delegate);
		expect(page).toContain(drawnInBrowser);
		expect(page).toContain('<title>Nhịp Cầu</title>');
		expect(page).not.toContain(title);
		expect(page).toBe(await ask(where, secretary));
	}
	expect(await ask('/no-such-page', delegate)).toContain(drawnInBrowser);

	const live = await ask(`/meetings/${id}/live`, delegate);
	expect(live).toContain(`<title>${title} – Nhịp Cầu</title>`);
	expect(live).not.toContain(drawnInBrowser);
	const signIn = await ask('/sign-in');
	expect(signIn).toContain('name="password"');
	expect(signIn).not.toContain(drawnInBrowser);
});

test('what the browser draws is made once: the next comes from memory, the same but for its nonce; its data are packed at once', async () => {
	// Of a language and a theme that nobody else here asks for.
	const cookie = `${await sessionOf('delegate-province')}; ngon-ngu=en; giao-dien=dark`;
	const ask = async () => {
		const answer = await fetch(`${server.url}/account`, { headers: { cookie } });
		const {
			'content-security-policy': policy = '',
			// Of how it travels, and of a text that is another one each time.
			date: _date,
			etag: _etag,
			'content-encoding': _coding,
			'content-length': _length,
			'transfer-encoding': _transfer,
			...headers
		} = Object.fromEntries(answer.headers);
		return { policy, headers, html: await answer.text() };
	};
	const made = await ask();
	expect(made.policy).toMatch(/script-src [^;]*'nonce-/);
	// It is packed meanwhile.
	const ready = await vi.waitFor(async () => {
		const answer = await ask();
		expect(answer.policy).toMatch(/script-src [^;]*'sha256-/);
		return answer;
	}, 10_000);
	expect(ready.html).toBe(made.html.replaceAll(/ nonce="[^"]*"/g, ''));
	expect(ready.headers).toEqual(made.headers);
	expect(ready.policy.replace(/'sha256-[^']*'/, '')).toBe(made.policy.replace(/'nonce-[^']*'/, ''));

	const data = await fetch(`${server.url}/__data.json`, { headers: { cookie, 'accept-encoding': 'gzip' } });
	expect(Object.fromEntries(data.headers)).toMatchObject({
		'content-encoding': 'gzip',
		'content-length': expect.stringMatching(/^\d+$/),
		'cache-control': 'private, no-store',
	});
	expect(await data.json()).toMatchObject({ type: 'data' });
});
