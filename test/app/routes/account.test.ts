import { listAudit } from '#db/audit/audit.ts';
import { resolveSession } from '#db/auth/sessions.ts';
import { createSetupLink } from '#db/auth/setup-link.ts';
import { signIn } from '#db/auth/sign-in.ts';
import { provideServices } from '#live/services.ts';
import { sameThread } from '#test/support/same-thread.ts';
import { startLiveServer, type LiveServer } from '#test/support/live-server.ts';
import path from 'node:path';
import { pino } from 'pino';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { actions } from '../../../app/src/routes/setup/[token]/+page.server.ts';
import { POST } from '../../../app/src/routes/sign-out/+server.ts';
import { temporaryFolder } from '../../db/temporary-database.ts';

let server: LiveServer;

beforeEach(async () => {
	const dataDir = temporaryFolder();
	server = await startLiveServer(path.join(dataDir, 'db.sqlite'));
	onTestFinished(() => server.close());
	const { db, live } = server;
	const log = pino({ level: 'silent' });
	provideServices({
		db,
		dataDir,
		demo: false,
		secureCookies: false,
		log,
		work: sameThread(db),
		meetings: live.meetings,
		ops: live.ops,
	});
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
