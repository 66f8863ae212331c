import '#test/support/runes.ts';
import { SteadyPress } from '#lib/ui/steady-press.svelte.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let button: SteadyPress;

beforeEach(() => {
	vi.useFakeTimers();
	button = new SteadyPress();
});

afterEach(() => {
	button.close();
	vi.useRealTimers();
});

const click = () => {
	button.begin();
	return button.takes({ pointer: true });
};
const key = () => button.takes({ pointer: false });

test('a button that always does the same takes every press', () => {
	button.means(undefined);
	expect([click(), click(), key()]).toEqual([true, true, true]);
});

test('for 0.6 s after it has come or changed, presses are ignored, by pointer and by key', () => {
	for (const meaning of ['request', 'withdraw', 'yield']) {
		button.means(meaning);
		vi.advanceTimersByTime(599);
		expect([click(), key()]).toEqual([false, false]);
		vi.advanceTimersByTime(1);
		expect([click(), key()]).toEqual([true, true]);
	}
});

test('what it does not change, a press does not wait for', () => {
	button.means('request');
	vi.advanceTimersByTime(600);
	button.means('request');
	expect(click()).toBe(true);
});

test('a press that assistive software makes has no beginning, and counts', () => {
	button.means('request');
	vi.advanceTimersByTime(600);
	expect(button.takes({ pointer: true })).toBe(true);
});

test('a change during the waiting begins it anew', () => {
	button.means('withdraw');
	vi.advanceTimersByTime(500);
	button.means('yield');
	vi.advanceTimersByTime(500);
	expect(click()).toBe(false);
});

test('a finger that went down on what stood there before does not press, however late it is lifted', () => {
	button.means('withdraw');
	vi.advanceTimersByTime(600);
	button.begin();
	button.means('yield');
	vi.advanceTimersByTime(5_000);
	expect(button.takes({ pointer: true })).toBe(false);
	expect(click()).toBe(true);
});
