import { makeReady, startWorker } from '#lib/papers/pdf-library.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const workers = vi.hoisted(() => ({ begun: 0, ended: 0 }));
vi.mock('pdfjs-dist/legacy/build/pdf.min.mjs?url', () => ({ default: 'data:text/javascript,' }));
vi.mock('../../../app/src/lib/papers/paper-worker.ts?worker', () => ({
	default: class extends EventTarget {
		constructor() {
			super();
			workers.begun += 1;
			queueMicrotask(() => this.dispatchEvent(new Event('message')));
		}
		terminate() {
			workers.ended += 1;
		}
	},
}));

beforeEach(() => {
	vi.useFakeTimers();
	Object.assign(workers, { begun: 0, ended: 0 });
});
afterEach(() => {
	vi.useRealTimers();
});

const { signal } = new AbortController();

test('a worker begun while somebody looks for a paper is that of the paper which is opened, and of no second one', async () => {
	const leave = makeReady();
	await vi.advanceTimersByTimeAsync(0);
	const first = startWorker(signal);
	leave();
	const second = startWorker(signal);
	await vi.advanceTimersByTimeAsync(5_000);
	expect((await first) === (await second)).toBe(false);
	expect(workers).toEqual({ begun: 2, ended: 0 });
});

test('one that no paper has taken ends', async () => {
	makeReady()();
	await vi.advanceTimersByTimeAsync(5_000);
	expect(workers).toEqual({ begun: 1, ended: 1 });
	await startWorker(signal);
	expect(workers.begun).toBe(2);
});
