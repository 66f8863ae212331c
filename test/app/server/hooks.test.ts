import { openSession } from '#db/auth/sessions.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { handle } from '../../../app/src/hooks.server.ts';
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
