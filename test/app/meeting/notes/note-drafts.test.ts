import '#test/support/runes.ts';
import { NoteDrafts, type Draft, type Send } from '#lib/meeting/notes/note-drafts.svelte.ts';
import { stubStorages, type FakeStorage } from '#test/support/fake-storage.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

type Outcome = Awaited<ReturnType<Send>>;

let storage: FakeStorage;
let outcomes: Outcome[];
let sent: { at: number; text: string }[];
const open: NoteDrafts[] = [];

beforeEach(() => {
	vi.useFakeTimers({ now: 0 });
	storage = stubStorages().tab;
	outcomes = [];
	sent = [];
});

afterEach(() => {
	for (const drafts of open.splice(0)) void drafts.close();
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

function drafts(personId = 'thu-ky'): NoteDrafts {
	const made = new NoteDrafts(personId, 'm', async ({ text }: Draft) => {
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
	await written.close();
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
	await written.close();
	const reloaded = drafts();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(reloaded.get(noteId)).toBeUndefined();
	expect(sent).toHaveLength(1);
});

test('a reload loses no word that was not yet saved', async () => {
	const noteId = write(drafts(), 'chưa lưu');
	const reloaded = drafts();
	expect(reloaded.get(noteId)?.text).toBe('chưa lưu');
	await vi.advanceTimersByTimeAsync(1_200);
	expect(sent.map(({ text }) => text)).toContain('chưa lưu');
});

test('what one person left unsent is not found, shown or sent by the next on the same tab', async () => {
	outcomes = ['later'];
	await writtenAndLeft('thu-ky', 'Ý kiến của ông A');
	const next = drafts('dai-bieu');
	await vi.advanceTimersByTimeAsync(600_000);
	expect(next.unsaved).toBe(false);
	expect(next.openId).toBeNull();
	expect(sent).toHaveLength(1);
	// And the one who wrote it has it again.
	expect(drafts('thu-ky').unsaved).toBe(true);
});

test('whoever leaves right after the last key has sent all of it', async () => {
	await writtenAndLeft('thu-ky', 'vừa gõ xong');
	expect(sent).toEqual([{ at: 0, text: 'vừa gõ xong' }]);
});

test('leaving waits for what is on its way, and not for ever', async () => {
	const made = new NoteDrafts('thu-ky', 'm', () => new Promise(() => {}));
	open.push(made);
	write(made, 'x');
	let left = false;
	const leaving = made.close().then(() => (left = true));
	await vi.advanceTimersByTimeAsync(1_999);
	expect(left).toBe(false);
	await vi.advanceTimersByTimeAsync(1);
	await leaving;
});

test.each([
	['goes away', 'pagehide'],
	['is hidden', 'visibilitychange'],
])('a page that %s sends what is unsent at once, the newest text of it, once', async (_what, first) => {
	const page = new EventTarget();
	vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
	vi.stubGlobal('document', { hidden: true });
	const written = drafts();
	const noteId = write(written, 'một');
	await vi.advanceTimersByTimeAsync(1_200);
	written.change(noteId, { text: 'một hai' });
	page.dispatchEvent(new Event(first));
	await vi.advanceTimersByTimeAsync(0);
	expect(sent.map(({ text }) => text)).toEqual(['một', 'một hai']);
	for (const name of ['pagehide', 'visibilitychange']) page.dispatchEvent(new Event(name));
	await vi.advanceTimersByTimeAsync(60_000);
	expect(sent.map(({ text }) => text)).toEqual(['một', 'một hai']);
	expect(written.unsaved).toBe(false);
});

async function writtenAndLeft(personId: string, text: string): Promise<void> {
	const written = drafts(personId);
	write(written, text);
	await written.close();
}
