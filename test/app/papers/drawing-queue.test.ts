import { DrawingQueue } from '#lib/papers/drawing-queue.ts';
import { expect, test } from 'vitest';

const never = new AbortController().signal;

function queueOf(page: number) {
	const queue = new DrawingQueue();
	queue.page = page;
	const begun: number[] = [];
	const ends = new Map<number, () => void>();
	const draw = (of: number, signal = never) =>
		queue.run(of, signal, () => {
			begun.push(of);
			return new Promise((resolve) => ends.set(of, resolve));
		});
	const end = async (of: number) => {
		ends.get(of)?.();
		await new Promise((resolve) => setImmediate(resolve));
	};
	return { draw, begun, end };
}

test('one page after the other is drawn, the one that is read first, then the next, then the one before', async () => {
	const { draw, begun, end } = queueOf(5);
	for (const page of [9, 4, 6, 5]) void draw(page);
	expect(begun).toEqual([9]);
	for (const page of [9, 5, 6]) await end(page);
	expect(begun).toEqual([9, 5, 6, 4]);
});

test('what is stopped holds up nobody, whether it has begun, waits, or gets its turn in that moment', async () => {
	const { draw, begun, end } = queueOf(1);
	const stop = new AbortController();
	void draw(1, stop.signal);
	void draw(2, stop.signal);
	const last = draw(3);
	stop.abort();
	await end(0);
	expect(begun).toEqual([1, 3]);
	await end(3);
	await expect(last).resolves.toBeUndefined();
	const gone = new AbortController();
	void draw(4);
	const given = draw(5, gone.signal);
	void end(4).then(() => {});
	gone.abort();
	await given;
	const after = draw(6);
	await end(4);
	await end(6);
	await after;
	expect(begun).toEqual([1, 3, 4, 6]);
});

test('a drawing that fails is told to who asked for it, and the next one begins', async () => {
	const queue = new DrawingQueue();
	const failing = queue.run(1, never, () => Promise.reject(new Error('bytes missing')));
	const next = queue.run(2, never, async () => {});
	await expect(failing).rejects.toThrow('bytes missing');
	await expect(next).resolves.toBeUndefined();
});
