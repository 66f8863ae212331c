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
		changes.push(`${lift.isRaised ? 'up' : 'down'} ${String((performance.now() - began) / 1_000)}`),
	);
	lift.note(available);
	return { lift, changes, follow: (held: boolean) => lift.follow(held, performance.now()) };
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
