import '#test/support/runes.ts';
import { Find } from '#lib/meeting/papers/find.svelte.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const place = (page: number) => ({ versionId: 'v', page, before: '', hit: 'kế hoạch', after: '' });
const pages = 9;
const reading = {
	words: 'ke hoach',
	page: 4,
	turn(page: number, of: number) {
		this.page = Math.min(page, Math.max(1, of));
	},
};
let find: Find;

beforeEach(async () => {
	vi.useFakeTimers();
	Object.assign(reading, { words: 'ke hoach', page: 4 });
	const ask = async () => Response.json([place(2), place(5), place(5), place(8)]);
	find = new Find({ ask, meetingId: 'm' }, 'v', async () => true, reading);
	find.ask();
	await vi.advanceTimersByTimeAsync(1_000);
});
afterEach(() => {
	find.stop();
	vi.useRealTimers();
});

const stepped = (by: 1 | -1) => {
	find.step(by, pages);
	return [find.at, reading.page, find.place];
};

test('the next place is the one after the page that is read, then one after the other, and after the last the first', () => {
	expect([find.at, find.place]).toEqual([null, 0]);
	expect(stepped(1)).toEqual([1, 5, 0]);
	expect(stepped(1)).toEqual([2, 5, 1]);
	expect(stepped(1)).toEqual([3, 8, 0]);
	expect(stepped(1)).toEqual([0, 2, 0]);
	expect(stepped(-1)).toEqual([3, 8, 0]);
});

test('the place before is one before the page that is read; who turns the page looks at none', () => {
	expect(stepped(-1)).toEqual([0, 2, 0]);
	reading.page = 7;
	expect(find.at).toBeNull();
	expect(stepped(-1)).toEqual([2, 5, 1]);
	reading.words = '';
	expect(find.place).toBeUndefined();
});

test('a place that is chosen while the paper is still opening is gone to', () => {
	find.show(3, 0);
	expect([find.at, reading.page]).toEqual([3, 8]);
});
