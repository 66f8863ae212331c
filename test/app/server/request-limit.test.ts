import type { Session } from '#db/auth/sessions.ts';
import { refuseFlood } from '#lib/server/request-limit.ts';
import { services } from '#live/services.ts';
import { expect, onTestFinished, test, vi } from 'vitest';

vi.mock('#live/services.ts', () => {
	const running = { log: { warn: vi.fn() } };
	return { services: () => running };
});

test('an account that floods is refused, in one line of the log, and nobody else; it is heard again when it waits', () => {
	vi.useFakeTimers({ toFake: ['performance'] });
	onTestFinished(() => void vi.useRealTimers());
	const ask = (accountId: string, times: number) =>
		Array.from({ length: times }, () => refuseFlood({ accountId } as Session)).filter((answer) => answer !== undefined);
	expect(ask('reader', 200)).toHaveLength(0);
	const refused = ask('reader', 1_000);
	expect(refused.map(({ status }) => status)).toEqual(Array<number>(1_000).fill(429));
	expect(refused[0]?.headers.get('retry-after')).toBe('1');
	expect(ask('another', 200)).toHaveLength(0);
	expect(services().log.warn).toHaveBeenCalledTimes(1);
	vi.advanceTimersByTime(1_000);
	expect(ask('reader', 30)).toHaveLength(10);
});
