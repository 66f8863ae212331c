import '#test/support/runes.ts';
import { expect, test, vi } from 'vitest';
import { PapersAtHand } from '#lib/papers/papers-at-hand.svelte.ts';

const opened = () => ({ get: vi.fn((id: string) => ({ id })), drop: vi.fn(), retry: vi.fn(), close: vi.fn() });

test('what opens papers is fetched once, when the first is asked for, and again when the link is back after it failed', async () => {
	const papers = opened();
	const fetch = vi.fn<() => Promise<never>>().mockRejectedValueOnce(new TypeError('Failed to fetch'));
	fetch.mockResolvedValue(papers as never);
	const hand = new PapersAtHand(fetch);
	hand.retry();
	hand.drop(new Set(['v-1']));
	expect(fetch).not.toHaveBeenCalled();
	expect(hand.get('v-1')).toBeUndefined();
	expect(hand.get('v-1')).toBeUndefined();
	await vi.waitFor(() => expect(fetch).toHaveBeenCalledOnce());
	hand.retry();
	await vi.waitFor(() => expect(hand.get('v-1')).toEqual({ id: 'v-1' }));
	hand.retry();
	expect(papers.retry).toHaveBeenCalledOnce();
	expect(fetch).toHaveBeenCalledTimes(2);
});

test('a page that was left while it came keeps nothing open', async () => {
	const papers = opened();
	const hand = new PapersAtHand(async () => papers as never);
	hand.get('v-1');
	hand.close();
	await vi.waitFor(() => expect(papers.close).toHaveBeenCalledOnce());
	expect(hand.get('v-1')).toBeUndefined();
});
