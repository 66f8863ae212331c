import '#test/support/runes.ts';
import { ServerSearch } from '#lib/org/server-search.svelte.ts';
import { SessionOver } from '#lib/session/session-over.svelte.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

interface Question {
	readonly text: string | null;
	readonly answer: (found: readonly string[], status?: number) => void;
}

let asked: Question[];
let search: ServerSearch<string>;
let signedOut: SessionOver;

beforeEach(() => {
	vi.useFakeTimers();
	asked = [];
	const answering = (address: string, { signal }: { signal: AbortSignal }) =>
		new Promise((resolve, reject) => {
			signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
			const answer: Question['answer'] = (found, status = 200) =>
				resolve({ ok: status === 200, status, json: () => Promise.resolve(found) });
			asked.push({ text: new URL(address, 'http://x').searchParams.get('q'), answer });
		});
	vi.stubGlobal('fetch', answering);
	signedOut = new SessionOver();
	search = new ServerSearch('/org/people', signedOut.signInAgain);
});

afterEach(() => {
	search.stop();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

/** As long as a person's pause takes; what hangs on answers has run by its end. */
const pauses = () => vi.advanceTimersByTimeAsync(150);

async function found(text: string, ...names: string[]) {
	search.ask(text);
	await pauses();
	asked.at(-1)?.answer(names);
	await pauses();
}

test('Enter right after the last letter waits for the answer to what stands in the field, and asks at once', async () => {
	await found('Nguyễn', 'Nguyễn Văn An');
	search.ask('Nguyễn Thị');
	const picked = search.answer();
	expect(asked.map(({ text }) => text)).toEqual(['Nguyễn', 'Nguyễn Thị']);
	asked.at(-1)?.answer(['Nguyễn Thị Bình']);
	expect(await picked).toEqual(['Nguyễn Thị Bình']);
	await pauses();
	expect(asked).toHaveLength(2);
});

test('while the question is on its way, Enter waits for it and does not ask again', async () => {
	search.ask('Bình');
	await pauses();
	const picked = search.answer();
	asked.at(-1)?.answer(['Bình']);
	expect(await picked).toEqual(['Bình']);
	expect(asked).toHaveLength(1);
});

test('what is answered already is there at once', async () => {
	await found('An', 'An');
	expect(await search.answer()).toEqual(['An']);
});

test.each(['Nguyễn Thị C', ''])('typing on (“%s”) takes the Enter before it back', async (further) => {
	await found('Nguyễn', 'Nguyễn Văn An');
	search.ask('Nguyễn Thị');
	const picked = search.answer();
	search.ask(further);
	expect(await picked).toEqual([]);
});

test('a question that fails finds nothing, whatever the former one found', async () => {
	await found('Nguyễn', 'Nguyễn Văn An');
	search.ask('Nguyễn T');
	const picked = search.answer();
	asked.at(-1)?.answer([], 503);
	expect(await picked).toEqual([]);
	expect(search.state).toBe('failed');
});

test('after an expired session the sign-in comes first, and then the answer to what was asked', async () => {
	search.ask('Bình');
	const picked = search.answer();
	asked.at(-1)?.answer([], 401);
	await pauses();
	expect([signedOut.asks, search.state]).toEqual([true, 'asking']);
	signedOut.answer(true);
	await pauses();
	expect(asked.map(({ text }) => text)).toEqual(['Bình', 'Bình']);
	asked.at(-1)?.answer(['Bình']);
	expect(await picked).toEqual(['Bình']);
	expect(signedOut.asks).toBe(false);
});

test('who gives the sign-in up is told why nothing is found; who types on is not asked for the former question', async () => {
	search.ask('Bình');
	await pauses();
	asked.at(-1)?.answer([], 401);
	await pauses();
	search.ask('An');
	signedOut.answer(true);
	await pauses();
	expect(asked.map(({ text }) => text)).toEqual(['Bình', 'An']);
	asked.at(-1)?.answer([], 401);
	await pauses();
	signedOut.answer(false);
	await pauses();
	expect(search.state).toBe('signed-out');
});
