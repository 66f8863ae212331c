import { effects } from '#test/support/runes.ts';
import { useLetGoOfPapers } from '#lib/meeting/papers/let-go-of-papers.svelte.ts';
import type { Room } from '#lib/meeting/room.svelte.ts';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import { planWith } from '#test/support/meeting.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const until = Date.UTC(2026, 10, 27, 17);
const plan = planWith();
const dated = {
	...plan,
	papers: plan.papers.map((paper) => ({ ...paper, access: { everyone: 'read', until } as const })),
};

beforeEach(() => {
	// Those of other files, which share this process.
	effects.forget();
	vi.useFakeTimers({ now: until - 60_000 });
});
afterEach(() => {
	effects.forget();
	vi.useRealTimers();
});

/** Somebody who reads the first paper with the second beside it. */
function roomOf(state: { plan: typeof dated }) {
	const did: unknown[] = [];
	const reading = {
		versionId: 'version-1',
		beside: { versionId: 'version-2' },
		shut: [] as readonly string[],
		leave: () => did.push('leave'),
		closeBeside: () => did.push('close-beside'),
	};
	const papers = { drop: (ids: ReadonlySet<string>) => did.push(...ids) };
	const room = { me: 'guest', meetingId: 'm', live: { state, now: () => Date.now() }, reading, papers };
	const toasts = { show: (_tone: string, text: string) => did.push(text) };
	useLetGoOfPapers(room as unknown as Room, toasts as unknown as Toasts);
	return { reading, did };
}

test('papers whose day ends while they are read close at that moment, with a sentence, and nothing of them is kept', () => {
	const { reading, did } = roomOf({ plan: dated });
	expect([reading.shut, did]).toEqual([[], []]);
	vi.advanceTimersToNextTimer();
	expect(Date.now()).toBe(until);
	effects.run();
	expect(reading.shut).toEqual(['document-1', 'document-2']);
	const said = dated.papers.map(({ title }) => expect.stringContaining(title));
	expect(did).toEqual(['version-1', 'leave', said[0], 'version-2', 'close-beside', said[1]]);
});
