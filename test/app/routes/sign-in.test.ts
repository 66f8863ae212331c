import { signIn } from '#db/auth/sign-in.ts';
import { expect, test, vi } from 'vitest';
import { actions } from '../../../app/src/routes/sign-in/+page.server.ts';
import { eventOf, startAdministration } from '../admin/administration.ts';

vi.mock('#db/auth/sign-in.ts', { spy: true });

test('all rooms of a province sign in by one address; who tries passwords from it is stopped', async () => {
	const { delegate } = await startAdministration();
	const from = async (login: string): Promise<number> => {
		const event = {
			...eventOf(delegate, { login, password: 'x' }),
			cookies: { set: () => {}, get: () => undefined },
			url: new URL('http://host/'),
		};
		const answer = (await Promise.resolve(actions['default']?.(event as never)).catch((thrown: unknown) => thrown)) as {
			status: number;
		};
		return answer.status;
	};
	vi.mocked(signIn).mockResolvedValue({ token: 'token', accountId: 'account', expiresAt: Date.now() + 1_000 });
	const rooms = [];
	for (let room = 0; room < 320; room += 1) rooms.push(await from(`diemcau.${room}`));
	expect(new Set(rooms), 'sent on').toEqual(new Set([303]));
	vi.mocked(signIn).mockResolvedValue({ code: 'sign-in-refused' });
	const tries = [];
	for (let name = 0; name < 120; name += 1) tries.push(await from(`ten.${name}`));
	expect(tries.filter((status) => status === 400)).toHaveLength(100);
	expect(tries.filter((status) => status === 429)).toHaveLength(20);
});

test('a device that has signed in before is not locked out by strangers, from its own address even; nor may it try on and on', async () => {
	vi.mocked(signIn).mockRestore();
	const { delegate, password, db } = await startAdministration();
	const jar = new Map<string, string>();
	const device = { get: (name: string) => jar.get(name), set: (name: string, value: string) => jar.set(name, value) };
	const strange = { get: () => undefined, set: () => {} };
	const from = async (
		cookies: typeof device | typeof strange,
		typed: string,
		login = 'lan',
	): Promise<string | number> => {
		const event = { ...eventOf(delegate, { login, password: typed }), cookies, url: new URL('http://host/') };
		// Each test has an address of its own: attempts are remembered beyond it.
		const asked = { ...event, getClientAddress: () => '10.9.9.9' };
		const answer = (await Promise.resolve(actions.default(asked as never)).catch((thrown: unknown) => thrown)) as {
			status: number;
			data?: { code: string };
		};
		return answer.data?.code ?? answer.status;
	};
	expect(await from(device, password)).toBe(303);
	for (let times = 0; times < 12; times += 1) await from(strange, 'sai mật khẩu');
	expect(await from(strange, password), 'a stranger waits').toBe('too-many-attempts');
	const there = { login: 'lan', password, ip: null, userAgent: null, now: Date.now() };
	expect(await signIn(db, there), 'and the account is locked').toEqual({ code: 'sign-in-locked' });
	expect(await from(device, 'sai mật khẩu')).toBe('sign-in-refused');
	expect(await from(device, password)).toBe(303);
	// What it keeps is of no use for another account, nor when it was altered.
	for (const [name, kept] of jar)
		jar.set(
			name,
			kept.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
		);
	expect(await from(device, password)).toBe('too-many-attempts');
});

test('whoever has a device in hand that has signed in before has five tries', async () => {
	const { delegate, password } = await startAdministration();
	const jar = new Map<string, string>();
	const cookies = { get: (name: string) => jar.get(name), set: (name: string, value: string) => jar.set(name, value) };
	const attempt = async (typed: string) => {
		const event = { ...eventOf(delegate, { login: 'lan', password: typed }), cookies, url: new URL('http://host/') };
		const asked = { ...event, getClientAddress: () => '10.9.9.8' };
		return (
			(await Promise.resolve(actions.default(asked as never)).catch((thrown: unknown) => thrown)) as { status: number }
		).status;
	};
	expect(await attempt(password)).toBe(303);
	const tries: number[] = [];
	for (let times = 0; times < 6; times += 1) tries.push(await attempt('sai mật khẩu'));
	expect(tries).toEqual([400, 400, 400, 400, 400, 429]);
});
