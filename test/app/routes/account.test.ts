import { listAudit } from '#db/audit/audit.ts';
import { makeAdministrator } from '#db/auth/grants.ts';
import { openSession, resolveSession } from '#db/auth/sessions.ts';
import { createSetupLink } from '#db/auth/setup-link.ts';
import { signIn } from '#db/auth/sign-in.ts';
import type { LiveServer, TestDevice } from '#test/support/live-server.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { beforeEach, expect, test } from 'vitest';
import { actions as peopleActions } from '../../../app/src/routes/admin/people/+page.server.ts';
import { actions } from '../../../app/src/routes/setup/[token]/+page.server.ts';
import { POST } from '../../../app/src/routes/sign-out/+server.ts';
import { startRouteServer } from './route-server.ts';

let server: LiveServer;

beforeEach(async () => {
	server = await startRouteServer();
});

/** Nobody else's: of one address not many may try. */
const address = '10.9.8.7';
const getClientAddress = () => address;
const sessionOf = (cookie: string) => resolveSession(server.db, tokenIn(cookie), Date.now());
const tokenIn = (cookie: string) => cookie.split('=')[1] ?? '';
const password = 'một mật khẩu thật dài';

test('the first administrator comes by the link, signs in and out; the audit has each, and no secret', async () => {
	const token = createSetupLink(server.db, Date.now());
	const body = new URLSearchParams({ name: 'Quản trị', position: '', login: 'admin', password, repeated: password });
	const request = new Request('https://here/setup', { method: 'POST', body });
	const setup = { locals: {}, request, params: { token }, getClientAddress };
	await expect(actions['default']?.(setup as never)).rejects.toMatchObject({ location: '/sign-in' });

	const attempt = { login: 'admin', password, ip: address, userAgent: null, now: Date.now() };
	const signedIn = await signIn(server.db, attempt);
	if ('code' in signedIn) throw new Error(signedIn.code);
	const locals = { session: resolveSession(server.db, signedIn.token, Date.now()) };
	const cookies = { get: () => signedIn.token, delete: () => {} };
	expect(() => POST({ locals, cookies, getClientAddress } as never)).toThrow();
	expect(resolveSession(server.db, signedIn.token, Date.now())).toBeUndefined();

	const { accountId } = signedIn;
	const entries = listAudit(server.db);
	expect(entries).toMatchObject([
		{ action: 'sign-out', accountId, ip: address },
		{ action: 'sign-in', accountId, ip: address },
		{ action: 'create-first-administrator', accountId, ip: address, subject: accountId, detail: { login: 'admin' } },
	]);
	for (const secret of [token, password, signedIn.token]) expect(JSON.stringify(entries)).not.toContain(secret);
});

const goneOf = (device: TestDevice | undefined) => new Promise((resolve) => device?.socket.once('disconnect', resolve));

/** Two of a meeting's people, each with a device in it; the first by two sessions. */
async function inMeeting() {
	const { id: meetingId, chairId, secretaryId } = createTestMeeting(server.db, { delegates: 1 });
	const [cookie, other] = [server.signIn(chairId), server.signIn(secretaryId)];
	const accountId = sessionOf(cookie)?.accountId ?? '';
	const now = Date.now();
	const { token } = openSession(server.db, { accountId, isTerminal: false, ip: null, userAgent: null, now });
	const enter = (by: string) => server.enter(by, { meetingId });
	const devices = [await enter(cookie), await enter(`nhip-cau-phien=${token}`), await enter(other)];
	const stay = () => devices.map(({ socket }) => socket.connected);
	return { cookie, other, accountId, personId: secretaryId, devices, stay };
}

test('who signs out leaves their meeting with the devices of that session, and with no other', async () => {
	const { cookie, devices, stay } = await inMeeting();
	const goodbye = devices[0]?.next('goodbye');
	const gone = goneOf(devices[0]);
	const cookies = { get: () => tokenIn(cookie), delete: () => {} };
	const event = { locals: { session: sessionOf(cookie) }, cookies, getClientAddress };
	expect(() => POST(event as never)).toThrow();
	expect(await goodbye).toEqual({ code: 'not-signed-in' });
	await gone;
	expect(stay()).toEqual([false, true, true]);
});

test('whose account is closed leaves with every device, and nobody else does', async () => {
	const { other, accountId, personId, devices, stay } = await inMeeting();
	makeAdministrator(server.db, personId, { accountId: null, now: Date.now() });
	const theirs = devices.slice(0, 2);
	const goodbyes = theirs.map((device) => device.next('goodbye'));
	const gone = theirs.map(goneOf);
	const body = new URLSearchParams({ accountId });
	const request = new Request('https://here/admin/people', { method: 'POST', body });
	const event = { locals: { session: sessionOf(other) }, request, params: {}, getClientAddress };
	expect(await peopleActions.disable(event as never)).toEqual({ done: true });
	expect(await Promise.all(goodbyes)).toEqual([{ code: 'not-signed-in' }, { code: 'not-signed-in' }]);
	await Promise.all(gone);
	expect(stay()).toEqual([false, false, true]);
});
