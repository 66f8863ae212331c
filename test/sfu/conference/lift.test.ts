import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Lift } from '#sfu/conference/lift.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** When the way was raised and let go, in s since it began. */
function lifting(available: number) {
	const changes: string[] = [];
	const began = performance.now();
	const lift: Lift = new Lift(() =>
		changes.push(`${lift.least > 0 ? 'up' : 'down'} ${String((performance.now() - began) / 1_000)}`),
	);
	lift.note(available, 0, began);
	return { lift, changes, follow: (held: boolean) => lift.follow(held, false, performance.now()) };
}

test('a picture held small is tried large, ever less often', () => {
	const { lift, changes, follow } = lifting(620_000);
	follow(true);
	vi.advanceTimersByTime(220_000);
	expect(changes).toEqual(['up 2.5', 'down 4', 'up 32.5', 'down 34', 'up 92.5', 'down 94', 'up 212.5', 'down 214']);
	lift.close();
	vi.advanceTimersByTime(200_000);
	expect(changes).toHaveLength(8);
});

test('what becomes large by itself is not tried, nor what has no room', () => {
	const soon = lifting(620_000);
	soon.follow(true);
	vi.advanceTimersByTime(2_000);
	soon.follow(false);
	const thin = lifting(300_000);
	thin.follow(true);
	vi.advanceTimersByTime(100_000);
	expect([soon.changes, thin.changes]).toEqual([[], []]);
	thin.lift.close();
});

test('a way that carried it for a minute and has become narrow is tried after half a minute', () => {
	const { lift, changes, follow } = lifting(620_000);
	follow(true);
	vi.advanceTimersByTime(100_000);
	follow(false);
	vi.advanceTimersByTime(60_000);
	changes.length = 0;
	follow(true);
	vi.advanceTimersByTime(31_000);
	expect(changes).toEqual(['up 190']);
	lift.close();
});

test('a large picture with nothing smaller beside it is not given up before it is known what the way carries', () => {
	const { lift, changes } = lifting(600_000);
	const note = (available: number) => lift.note(available, 2_000_000, performance.now());
	note(600_000);
	lift.follow(false, true, performance.now());
	note(610_000);
	expect([changes, lift.least]).toEqual([['up 0'], 2_400_000]);
	vi.advanceTimersByTime(2_000);
	note(2_400_000);
	vi.advanceTimersByTime(30_000);
	note(2_300_000);
	note(700_000);
	expect(changes, 'not a way that carries enough, or has just become narrow').toEqual(['up 0', 'down 1.5']);
	note(710_000);
	expect(changes).toEqual(['up 0', 'down 1.5', 'up 32']);
	lift.close();
});
