import { ResultTimer } from '#lib/meeting/vote/result-timer.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let away: string[];
let inUse: boolean;
let timer: ResultTimer;

beforeEach(() => {
	vi.useFakeTimers();
	away = [];
	inUse = false;
	timer = new ResultTimer({ shownFor: 20_000, inUse: () => inUse, putAway: (voteId) => void away.push(voteId) });
});
afterEach(() => {
	timer.close();
	vi.useRealTimers();
});

test('a result goes by itself after 20 s, once', () => {
	timer.show('v');
	vi.advanceTimersByTime(19_999);
	expect(away).toEqual([]);
	vi.advanceTimersByTime(1);
	expect(away).toEqual(['v']);
	timer.show(null);
	vi.advanceTimersByTime(60_000);
	expect(away).toEqual(['v']);
});

test('the time runs on while a paper is opened and closed over and over', () => {
	timer.show('v');
	for (let each = 0; each < 19; each++) {
		vi.advanceTimersByTime(1_000);
		timer.show(each % 2 ? 'v' : null);
	}
	vi.advanceTimersByTime(1_000);
	expect(away).toEqual(['v']);
});

test('the next result has its own 20 s', () => {
	timer.show('first');
	vi.advanceTimersByTime(15_000);
	timer.show('second');
	vi.advanceTimersByTime(19_999);
	expect(away).toEqual([]);
	vi.advanceTimersByTime(1);
	expect(away).toEqual(['second']);
});

test('it does not vanish from under the focus', () => {
	inUse = true;
	timer.show('v');
	vi.advanceTimersByTime(30_000);
	expect(away).toEqual([]);
	inUse = false;
	vi.advanceTimersByTime(5_000);
	expect(away).toEqual(['v']);
});

test('whoever leaves the page is not followed', () => {
	timer.show('v');
	timer.close();
	vi.advanceTimersByTime(60_000);
	expect(away).toEqual([]);
});
