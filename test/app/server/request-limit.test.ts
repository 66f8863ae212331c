import type { Session } from '#db/auth/sessions.ts';
import { refuseFlood } from '#lib/server/request-limit.ts';
import { services } from '#live/services.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

vi.mock('#live/services.ts', async () => {
	const { pageRequests } = await import('#live/page-requests.ts');
	const running = { log: { warn: vi.fn() }, pageRequests: pageRequests() };
	return { services: () => running };
});

// On a slow machine an account would wait long enough while it asks.
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const ask = (accountId: string, times: number, accept = '*/*') =>
	Array.from({ length: times }, () =>
		refuseFlood({ accountId } as Session, new Request('https://hop.tinh.gov.vn/', { headers: { accept } })),
	).filter((answer) => answer !== undefined);

test('an account that floods is refused, in one line of the log, and nobody else; it is heard again when it waits', () => {
	expect(ask('reader', 200)).toHaveLength(0);
	const refused = ask('reader', 1_000);
	expect(refused.map(({ status }) => status)).toEqual(Array<number>(1_000).fill(429));
	expect(refused[0]?.headers.get('retry-after')).toBe('1');
	expect(ask('another', 200)).toHaveLength(0);
	expect(services().log.warn).toHaveBeenCalledTimes(1);
	vi.advanceTimersByTime(1_000);
	expect(ask('reader', 30)).toHaveLength(10);
});

test('a browser is answered with a page that says what to do, a script with the code', async () => {
	const [page] = ask('browser', 201, 'text/html,application/xhtml+xml,*/*;q=0.8');
	expect(page?.headers.get('content-type')).toContain('text/html');
	const html = await page?.text();
	expect(html).toContain('class="is-429"');
	expect(html).toContain('Hãy chờ vài giây');
	expect(html).not.toContain('%sveltekit');
	const [script] = ask('script', 201, 'application/json');
	// Kit's own scripts look for `message`, ours for `code`.
	expect(await script?.json()).toEqual({ code: 'too-many-requests', message: 'too-many-requests' });
});
