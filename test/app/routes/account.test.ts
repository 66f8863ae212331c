import { listAudit } from '#db/audit/audit.ts';
import { resolveSession } from '#db/auth/sessions.ts';
import { createSetupLink } from '#db/auth/setup-link.ts';
import { signIn } from '#db/auth/sign-in.ts';
import type { LiveServer } from '#test/support/live-server.ts';
import { beforeEach, expect, test } from 'vitest';
import { actions } from '../../../app/src/routes/setup/[token]/+page.server.ts';
import { POST } from '../../../app/src/routes/sign-out/+server.ts';
import { startRouteServer } from './route-server.ts';

let server: LiveServer;

beforeEach(async () => {
	server = await startRouteServer();
});

const getClientAddress = () => '10.1.2.3';
const password = 'một mật khẩu thật dài';

test('the first administrator comes by the link, signs in and out; the audit has each, and no secret', async () => {
	const token = createSetupLink(server.db, Date.now());
	const body = new URLSearchParams({ name: 'Quản trị', position: '', login: 'admin', password, repeated: password });
	const request = new Request('https://here/setup', { method: 'POST', body });
	const setup = { locals: {}, request, params: { token }, getClientAddress };
	await expect(actions['default']?.(setup as never)).rejects.toMatchObject({ location: '/sign-in' });

	const attempt = { login: 'admin', password, ip: '10.1.2.3', userAgent: null, now: Date.now() };
	const signedIn = await signIn(server.db, attempt);
	if ('code' in signedIn) throw new Error(signedIn.code);
	const locals = { session: resolveSession(server.db, signedIn.token, Date.now()) };
	const cookies = { get: () => signedIn.token, delete: () => {} };
	expect(() => POST({ locals, cookies, getClientAddress } as never)).toThrow();
	expect(resolveSession(server.db, signedIn.token, Date.now())).toBeUndefined();

	const { accountId } = signedIn;
	const entries = listAudit(server.db);
	expect(entries).toMatchObject([
		{ action: 'sign-out', accountId, ip: '10.1.2.3' },
		{ action: 'sign-in', accountId, ip: '10.1.2.3' },
		{ action: 'create-first-administrator', accountId, ip: '10.1.2.3', subject: accountId, detail: { login: 'admin' } },
	]);
	for (const secret of [token, password, signedIn.token]) expect(JSON.stringify(entries)).not.toContain(secret);
});
