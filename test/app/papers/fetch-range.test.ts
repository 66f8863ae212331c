import '#test/support/runes.ts';
import { fetchRange } from '#lib/papers/fetch-range.ts';
import { Refused } from '#lib/papers/patient-link.svelte.ts';
import { afterEach, expect, test, vi } from 'vitest';

const whole = new Uint8Array(1000).map((_, index) => index % 251);
const never = new AbortController().signal;

const answering = (answer: (init: RequestInit) => Response | Promise<Response>) =>
	vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => answer(init));

const part = (from: number, to: number, bytes = whole.slice(from, to)) =>
	new Response(bytes, { status: 206, headers: { 'content-range': `bytes ${from}-${to - 1}/1000` } });

afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

test('gives the bytes asked for, and how many there are in all', async () => {
	answering(({ headers }) => {
		expect(headers).toEqual({ range: 'bytes=900-1155' });
		return part(900, 1000);
	});
	await expect(fetchRange('/papers/v', 900, 1156, never)).resolves.toEqual({ bytes: whole.slice(900), total: 1000 });
});

test('from a way that does not know ranges, the same', async () => {
	answering(() => new Response(whole));
	await expect(fetchRange('/papers/v', 10, 20, never)).resolves.toEqual({ bytes: whole.slice(10, 20), total: 1000 });
});

test.each([401, 403, 404, 410, 416])('%i is for good', async (status) => {
	answering(() => new Response(null, { status }));
	await expect(fetchRange('/papers/v', 0, 10, never)).rejects.toBeInstanceOf(Refused);
});

test('a way to the page of signing in is for good, too', async () => {
	answering(() => Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' }));
	await expect(fetchRange('/papers/v', 0, 10, never)).rejects.toBeInstanceOf(Refused);
});

test.each([408, 429, 500, 502, 503])('%i will pass', async (status) => {
	answering(() => new Response(null, { status }));
	await expect(fetchRange('/papers/v', 0, 10, never)).rejects.not.toBeInstanceOf(Refused);
});

test('bytes cut short are a failure, not the file', async () => {
	answering(() => part(0, 100, whole.slice(0, 40)));
	await expect(fetchRange('/papers/v', 0, 100, never)).rejects.toThrow('cut short');
});

/** Begins to answer, or not even that, and says nothing more. */
const silentAfter = (bytes: number) => (init: RequestInit) => {
	const broken = new Promise<never>((_, reject) => {
		init.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
	});
	if (bytes === 0) return broken;
	broken.catch(() => {});
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			controller.enqueue(whole.slice(0, bytes));
			init.signal?.addEventListener('abort', () => controller.error(init.signal?.reason));
		},
	});
	return new Response(body, { status: 206, headers: { 'content-range': 'bytes 0-99/1000' } });
};

test.each([
	['before an answer', 0],
	['in the middle of one', 40],
])('a link that says nothing any more is given up, %s', async (_when, bytes) => {
	vi.useFakeTimers();
	answering(silentAfter(bytes));
	const got = fetchRange('/papers/v', 0, 100, never);
	const outcome = expect(got).rejects.not.toBeInstanceOf(Refused);
	await vi.advanceTimersByTimeAsync(8_000);
	await outcome;
});
