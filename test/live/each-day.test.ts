import { EachDay } from '#live/each-day.ts';
import { expect, onTestFinished, test, vi } from 'vitest';

test('each day of Vietnam begins once, and none after the close', () => {
	vi.useFakeTimers({ now: Date.parse('2026-11-26T23:59:58+07:00') });
	onTestFinished(() => void vi.useRealTimers());
	const begun: string[] = [];
	const days = new EachDay(() => begun.push(new Date().toISOString()));
	vi.advanceTimersByTime(1_900);
	expect(begun).toEqual([]);
	vi.advanceTimersByTime(200);
	expect(begun).toEqual(['2026-11-26T17:00:00.050Z']);
	vi.advanceTimersByTime(24 * 3_600_000);
	expect(begun).toEqual(['2026-11-26T17:00:00.050Z', '2026-11-27T17:00:00.050Z']);
	days.close();
	vi.advanceTimersByTime(48 * 3_600_000);
	expect(begun).toHaveLength(2);
});
