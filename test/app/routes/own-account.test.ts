import { sessions } from '#db/schema/auth.ts';
import { listAudit } from '#db/audit/audit.ts';
import { openSession, resolveSession } from '#db/auth/sessions.ts';
import { signIn } from '#db/auth/sign-in.ts';
import { hashToken } from '#db/auth/token.ts';
import { deviceName } from '#lib/account/device-name.ts';
import { expect, test } from 'vitest';
import { actions, load } from '../../../app/src/routes/account/+page.server.ts';
import { eventOf, startAdministration } from '../admin/administration.ts';

const next = 'một mật khẩu khác hẳn';

async function prepare() {
	const administration = await startAdministration();
	const { db, delegateAccountId: accountId, adminId } = administration;
	db.orm.delete(sessions).run();
	const open = (ofAccount: string, userAgent: string) =>
		openSession(db, { accountId: ofAccount, isTerminal: false, ip: '10.0.0.7', userAgent, now: Date.now() }).token;
	const [here, elsewhere] = [open(accountId, 'here'), open(accountId, 'elsewhere')];
	const somebodyElse = open(adminId, 'somebody else');
	const delegate = resolveSession(db, here, Date.now());
	if (!delegate) throw new Error('no session');
	const ask = (name: string, fields: Readonly<Record<string, string>> = {}, session = delegate) => {
		const event = { ...eventOf(session, fields), cookies: { get: () => here } };
		return (actions as Record<string, (event: never) => unknown>)[name]?.(event as never) as Promise<{
			done?: true;
			data?: { code: string };
		}>;
	};
	const lives = (token: string) => resolveSession(db, token, Date.now()) !== undefined;
	return { ...administration, delegate, here, elsewhere, somebodyElse, ask, lives };
}

test('one sees one’s own sessions, this device first, and ends them; its devices leave their meetings', async () => {
	const { delegate, here, elsewhere, somebodyElse, ask, lives, disconnected, db } = await prepare();
	const shown = (await load({ locals: { session: delegate }, cookies: { get: () => here } } as never)) as {
		sessions: { key: string; userAgent: string; isCurrent: boolean }[];
	};
	expect(shown.sessions.map(({ userAgent, isCurrent }) => [userAgent, isCurrent])).toEqual([
		['here', true],
		['elsewhere', false],
	]);
	expect(JSON.stringify(shown)).not.toContain(elsewhere);

	expect(await ask('endSession', { key: hashToken(somebodyElse) })).toMatchObject({ data: { code: 'not-found' } });
	expect(await ask('endSession', { key: hashToken(elsewhere) })).toEqual({ done: true });
	expect([here, elsewhere, somebodyElse].map(lives)).toEqual([true, false, true]);
	expect(disconnected).toEqual([hashToken(elsewhere)]);
	expect(listAudit(db, { action: 'end-session' })).toHaveLength(1);
});

test('all the other sessions end at once', async () => {
	const { here, elsewhere, somebodyElse, ask, lives, disconnected } = await prepare();
	expect(await ask('endOthers')).toEqual({ done: true });
	expect([here, elsewhere, somebodyElse].map(lives)).toEqual([true, false, true]);
	expect(disconnected).toEqual([hashToken(elsewhere)]);
});

test('one’s own password is changed by who knows it; every other session ends', async () => {
	const { db, password, here, elsewhere, somebodyElse, ask, lives, disconnected } = await prepare();
	const change = (fields: Record<string, string>) =>
		ask('changePassword', { current: password, next, repeated: fields['next'] ?? next, ...fields });
	expect(await change({ repeated: 'khác' })).toMatchObject({ data: { code: 'passwords-differ' } });
	expect(await change({ next: 'ngắn' })).toMatchObject({ data: { code: 'password-too-short' } });
	expect(await change({ next: password })).toMatchObject({ data: { code: 'password-same' } });
	expect(await change({ current: 'sai' })).toMatchObject({ data: { code: 'password-wrong' } });
	expect(lives(elsewhere)).toBe(true);

	expect(await change({})).toEqual({ done: true });
	expect([here, elsewhere, somebodyElse].map(lives)).toEqual([true, false, true]);
	expect(disconnected).toEqual([hashToken(elsewhere)]);
	const attempt = (given: string) =>
		signIn(db, { login: 'lan', password: given, ip: null, userAgent: null, now: Date.now() });
	expect(await attempt(password)).toEqual({ code: 'sign-in-refused' });
	expect(await attempt(next)).toHaveProperty('token');
	expect(JSON.stringify(listAudit(db))).not.toContain(next);
});

test('whoever finds a device open cannot try passwords on and on', async () => {
	const { ask } = await prepare();
	const codes: (string | undefined)[] = [];
	for (let attempt = 0; attempt < 6; attempt++) {
		codes.push((await ask('changePassword', { current: `sai ${attempt}`, next, repeated: next })).data?.code);
	}
	expect(codes).toEqual([...Array.from({ length: 5 }, () => 'password-wrong'), 'too-many-attempts']);
});

test('a room’s terminal has no such page', async () => {
	const { delegate } = await prepare();
	const session = { ...delegate, personId: null, siteId: 'room' };
	expect(() => load({ locals: { session }, cookies: { get: () => '' } } as never)).toThrow();
});

test.each([
	[
		'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0',
		'Edge, Windows',
	],
	['Mozilla/5.0 (iPad; CPU OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile Safari/604', 'Safari, iPad'],
	[
		'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 SamsungBrowser/30 Chrome/150 Mobile Safari/537',
		'Samsung Internet, Android',
	],
	['Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0', 'Firefox, Linux'],
	['curl/8.1', ''],
	[null, ''],
])('%s is %s', (userAgent, name) => expect(deviceName(userAgent)).toBe(name));
