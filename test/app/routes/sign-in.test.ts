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
			cookies: { set: () => {} },
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
