import { MediaBudgets } from '#live/gateway/media-budgets.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const passed = (budgets: MediaBudgets, name: string, times: number, participantId = 'p') =>
	Array.from({ length: times }, () => budgets.take(participantId, name)).filter(Boolean).length;

test('publishing, muting and watching have budgets of their own, for each participant', () => {
	const budgets = new MediaBudgets();
	expect(passed(budgets, 'media/produce', 1_000)).toBe(30);
	// Muting and unmuting are one.
	expect(passed(budgets, 'media/pause-producer', 15) + passed(budgets, 'media/resume-producer', 15)).toBe(20);
	expect(passed(budgets, 'media/watch', 1_000)).toBe(100);
	expect(passed(budgets, 'media/produce', 1, 'other')).toBe(1);
	// What everything else depends on is as free as the socket lets it be.
	for (const name of ['media/open', 'media/join', 'media/connect-transport', 'media/leave', 'media/resync'])
		expect(passed(budgets, name, 200), name).toBe(200);
	vi.advanceTimersByTime(60_000);
	expect(passed(budgets, 'media/produce', 1_000)).toBe(15);
	expect(passed(budgets, 'media/resume-producer', 1_000)).toBe(20);
});
