import '#test/support/runes.ts';
import { PrivatePoll, stepInPoll } from '#lib/meeting/wall/private-poll.svelte.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const ids = ['a', 'b', 'c', 'd'];
const only =
	(...there: string[]) =>
	(id: string) =>
		there.includes(id);

describe('a step', () => {
	test.each([
		['to the first', null, 1, ids, 'a'],
		['to the next', 'a', 1, ids, 'b'],
		['around the end', 'd', 1, ids, 'a'],
		['back', 'b', -1, ids, 'a'],
		['back around the start', 'a', -1, ids, 'd'],
		['over who is not there', 'a', 1, ['a', 'd'], 'd'],
		['back over who is not there', 'd', -1, ['a', 'd'], 'a'],
		['nowhere else', 'b', 1, ['b'], 'b'],
		['nowhere', 'b', 1, [], null],
		['from one that is no longer there', 'b', 1, ['a', 'd'], 'd'],
	] as const)('%s', (_what, from, by, there, to) => {
		expect(stepInPoll(ids, from, by, only(...there))).toBe(to);
	});
});

describe('a poll', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	test('shows each for its time, stays when told to, and ends', () => {
		const poll = new PrivatePoll(only('a', 'b', 'd'));
		poll.start(ids, 10);
		expect(poll.current).toBe('a');
		vi.advanceTimersByTime(9_999);
		expect(poll.current).toBe('a');
		vi.advanceTimersByTime(1);
		expect(poll.current).toBe('b');
		poll.step(1);
		expect(poll.current).toBe('d');
		vi.advanceTimersByTime(9_000);
		expect(poll.current, 'its full time after a step by hand').toBe('d');
		poll.pause(true);
		vi.advanceTimersByTime(60_000);
		expect(poll.current).toBe('d');
		poll.pause(false);
		vi.advanceTimersByTime(10_000);
		expect(poll.current).toBe('a');
		poll.stop();
		expect(poll.ids).toBeNull();
		expect(vi.getTimerCount()).toBe(0);
	});

	test('draws who comes next behind the one that is shown while the hand is at the way there', () => {
		const poll = new PrivatePoll(only('a', 'b', 'd'));
		poll.start(ids, 10);
		expect(poll.drawn).toEqual(['a']);
		poll.near = true;
		expect(poll.drawn).toEqual(['a', 'b']);
		poll.step(1);
		expect(poll.drawn).toEqual(['b', 'd']);
		poll.near = false;
		expect(poll.drawn).toEqual(['b']);
		poll.near = true;
		poll.stop();
		expect([poll.near, poll.drawn]).toEqual([false, []]);
	});

	test('draws the only one once', () => {
		const poll = new PrivatePoll(only('b'));
		poll.start(ids, 10);
		poll.near = true;
		expect(poll.drawn).toEqual(['b']);
	});
});
