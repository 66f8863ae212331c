import '#test/support/runes.ts';
import { NoteDrafts, type Draft, type Send } from '#lib/meeting/notes/note-drafts.svelte.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

type Outcome = Awaited<ReturnType<Send>>;

/** What the tab keeps; with no room for more than `room` characters. */
class Storage {
	readonly #kept = new Map<string, string>();
	room = Number.POSITIVE_INFINITY;

	getItem(key: string): string | null {
		return this.#kept.get(key) ?? null;
	}

	setItem(key: string, value: string): void {
		if (value.length > this.room) throw new DOMException('full', 'QuotaExceededError');
		this.#kept.set(key, value);
	}

	removeItem(key: string): void {
		this.#kept.delete(key);
	}
}

let storage: Storage;
let outcomes: Outcome[];
let sent: { at: number; text: string }[];
const open: NoteDrafts[] = [];

beforeEach(() => {
	vi.useFakeTimers({ now: 0 });
	storage = new Storage();
	vi.stubGlobal('sessionStorage', storage);
	outcomes = [];
	sent = [];
});

afterEach(() => {
	for (const drafts of open.splice(0)) drafts.close();
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

function drafts(): NoteDrafts {
	const made = new NoteDrafts('m', async ({ text }: Draft) => {
		sent.push({ at: Date.now(), text });
		return outcomes.shift() ?? 'saved';
	});
	open.push(made);
	return made;
}

function write(into: NoteDrafts, text: string): string {
	into.start({ kind: 'gist', itemId: null, speakerId: null });
	const noteId = into.openId ?? '';
	into.change(noteId, { text });
	return noteId;
}

test('what cannot be saved now is sent again by itself, ever more slowly, until it is saved', async () => {
	outcomes = ['later', 'later', 'later'];
	const written = drafts();
	const noteId = write(written, 'Ông A đồng ý');
	await vi.advanceTimersByTimeAsync(60_000);
	expect(sent.map(({ at }) => at)).toEqual([1_200, 3_200, 7_200, 15_200]);
	expect(written.isSaved(noteId)).toBe(true);
});

test('it goes on no more slowly than once a minute, and no longer than the page', async () => {
	outcomes = Array<Outcome>(30).fill('later');
	const written = drafts();
	write(written, 'x');
	await vi.advanceTimersByTimeAsync(600_000);
	const [before, last] = sent.slice(-2);
	expect((last?.at ?? 0) - (before?.at ?? 0)).toBe(60_000);
	written.close();
	const { length } = sent;
	await vi.advanceTimersByTimeAsync(600_000);
	expect(sent).toHaveLength(length);
});

test('what is refused for good is not sent again before it is changed', async () => {
	outcomes = ['refused'];
	const written = drafts();
	const noteId = write(written, 'x');
	await vi.advanceTimersByTimeAsync(600_000);
	expect(sent).toHaveLength(1);
	written.change(noteId, { text: 'y' });
	await vi.advanceTimersByTimeAsync(1_200);
	expect(sent.map(({ text }) => text)).toEqual(['x', 'y']);
	expect(written.isSaved(noteId)).toBe(true);
});

test('full storage stops nobody from writing, and leaves no older text to be sent after a reload', async () => {
	const written = drafts();
	const noteId = write(written, 'ngắn');
	storage.room = 10;
	written.change(noteId, { text: 'dài hơn' });
	expect(written.get(noteId)?.text).toBe('dài hơn');
	await vi.advanceTimersByTimeAsync(1_200);
	expect(sent.map(({ text }) => text)).toEqual(['dài hơn']);
	written.close();
	const reloaded = drafts();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(reloaded.get(noteId)).toBeUndefined();
	expect(sent).toHaveLength(1);
});

test('a reload loses no word that was not yet saved', async () => {
	const noteId = write(drafts(), 'chưa lưu');
	open[0]?.close();
	const reloaded = drafts();
	expect(reloaded.get(noteId)?.text).toBe('chưa lưu');
	await vi.advanceTimersByTimeAsync(1_200);
	expect(sent.map(({ text }) => text)).toEqual(['chưa lưu']);
});
