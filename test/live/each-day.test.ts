import { EachDay } from '#live/each-day.ts';
import { expect, onTestFinished, test, vi } from 'vitest';

test('each day of Vietnam begins once, and none after the close', () => {
	vi.useFakeTimers({ now: Date.parse('2026-11-26T23:59:58+07:00') });
	onTestFinished(() => void vi.useRealTimers());
	const begun: string[] = [];
	const log = { error: vi.fn() };
	const days = new EachDay(() => begun.push(new Date().toISOString()), log);
	vi.advanceTimersByTime(1_900);
	expect(begun).toEqual([]);
	vi.advanceTimersByTime(200);
	expect(begun).toEqual(['2026-11-26T17:00:00.050Z']);
	vi.advanceTimersByTime(24 * 3_600_000);
	expect(begun).toEqual(['2026-11-26T17:00:00.050Z', '2026-11-27T17:00:00.050Z']);
	days.close();
	vi.advanceTimersByTime(48 * 3_600_000);
	expect(begun).toHaveLength(2);
	expect(log.error).not.toHaveBeenCalled();
});

test('what a day asks for and fails is said, ends nothing else, and the next day begins all the same', () => {
	vi.useFakeTimers({ now: Date.parse('2026-11-26T12:00:00+07:00') });
	onTestFinished(() => void vi.useRealTimers());
	const log = { error: vi.fn() };
	const err = new Error('the disk is full');
	const days = new EachDay(() => {
		throw err;
	}, log);
	onTestFinished(() => days.close());
	vi.advanceTimersByTime(2 * 24 * 3_600_000);
	expect(log.error.mock.calls).toEqual([1, 2].map(() => [{ err }, expect.any(String)]));
});
