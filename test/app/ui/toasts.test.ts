import '#test/support/runes.ts';
import { Toasts } from '#lib/ui/toasts.svelte.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

const texts = (toasts: Toasts) => toasts.list.map(({ text }) => text);

test('every message ends by itself, what went wrong later than the rest: nobody is at a room’s screen to close it', () => {
	const toasts = new Toasts();
	toasts.show('danger', 'Không lưu được');
	toasts.show('success', 'Đã lưu');
	vi.advanceTimersByTime(10_000);
	expect(texts(toasts)).toEqual(['Không lưu được']);
	vi.advanceTimersByTime(10_000);
	expect(texts(toasts)).toEqual([]);
});

test('a message goes when what it says is over, and no other with it', () => {
	const toasts = new Toasts();
	toasts.show('danger', 'Không lưu được', 'save');
	toasts.show('danger', 'Không mở được');
	toasts.over('save');
	expect(texts(toasts)).toEqual(['Không mở được']);
	const { list } = toasts;
	toasts.over('save');
	expect(toasts.list, 'what is not there is not taken away').toBe(list);
});

test('messages stand where they can be read: in the dialog that covers the page, and in the page again after it', () => {
	const toasts = new Toasts();
	const page = toasts.enter();
	const dialog = toasts.enter();
	expect([page.onTop, dialog.onTop]).toEqual([false, true]);
	const question = toasts.enter();
	question.leave();
	expect([page.onTop, dialog.onTop]).toEqual([false, true]);
	dialog.leave();
	expect([page.onTop, dialog.onTop]).toEqual([true, false]);
});
