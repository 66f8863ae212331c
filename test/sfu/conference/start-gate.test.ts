import { StartGate } from '#sfu/conference/start-gate.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const done: string[] = [];
beforeEach(() => void (done.length = 0));
const start = (who: string) => async () => void done.push(who);
let coming = 0;
beforeEach(() => void (coming = 0));
const port = { awaited: () => coming, hold: () => async () => {} };

test('those who become ready one after the other start together, once nobody more does', async () => {
	const gate = new StartGate(40, port);
	for (const who of ['a', 'b', 'c']) {
		gate.gather('camera/x', start(who));
		await vi.advanceTimersByTimeAsync(39);
		expect(done).toEqual([]);
	}
	await vi.advanceTimersByTimeAsync(1);
	expect(done).toEqual(['a', 'b', 'c']);
});

test('others who are on their way are waited for, as long as they come in time', async () => {
	const gate = new StartGate(40, port);
	coming = 3;
	gate.gather('camera/x', start('a'));
	await vi.advanceTimersByTimeAsync(120);
	gate.gather('camera/x', start('b'));
	await vi.advanceTimersByTimeAsync(120);
	expect(done).toEqual([]);
	coming = 4;
	gate.gather('camera/x', start('c'));
	await vi.advanceTimersByTimeAsync(119);
	expect(done, 'another one has come meanwhile').toEqual([]);
	gate.gather('camera/x', start('d'));
	await vi.advanceTimersByTimeAsync(0);
	expect(done, 'nobody is missing').toEqual(['a', 'b', 'c', 'd']);
	coming = 2;
	gate.gather('camera/x', start('e'));
	await vi.advanceTimersByTimeAsync(159);
	expect(done).toHaveLength(4);
	await vi.advanceTimersByTimeAsync(1);
	expect(done).toHaveLength(5);
});

test('where all who are on their way have come nobody waits for more', () => {
	const gate = new StartGate(40, port);
	coming = 3;
	for (const who of ['a', 'b', 'c']) gate.gather('camera/x', start(who));
	expect(done).toEqual(['a', 'b', 'c']);
});

test('nobody waits for long, however many come after; those begin a new gathering', async () => {
	const gate = new StartGate(40, port);
	for (let number = 0; number < 25; number += 1) {
		gate.gather('camera/x', start(String(number)));
		await vi.advanceTimersByTimeAsync(20);
		if (number === 18) expect(done).toEqual([]);
	}
	expect(done).toHaveLength(20);
});

test('nobody waits until a worker has held a picture back: it does what it is asked in order', () => {
	const gate = new StartGate(40, {
		...port,
		hold: () => {
			done.push('hold');
			return start('let go');
		},
	});
	void gate.together('camera/x', [start('a'), start('b')]);
	expect(done).toEqual(['hold', 'a', 'b']);
});

test('for one alone nothing is held back: who receives it already sees no gap', async () => {
	const gate = new StartGate(40, { ...port, hold: () => start('let go') });
	await gate.together('camera/x', [start('a')]);
	expect(done).toEqual(['a']);
});

test('sources do not wait for each other, and nobody starts after the end', async () => {
	const gate = new StartGate(40, port);
	gate.gather('camera/x', start('x'));
	await vi.advanceTimersByTimeAsync(20);
	gate.gather('camera/y', start('y'));
	await vi.advanceTimersByTimeAsync(20);
	expect(done).toEqual(['x']);
	gate.close();
	await vi.advanceTimersByTimeAsync(1_000);
	expect(done).toEqual(['x']);
});

test('the picture is held back before the first one starts, and let go after the last one has', async () => {
	const hold = (key: string, starting: number) => {
		done.push(`hold ${key} for ${starting}`);
		return async () => void done.push('let go');
	};
	const gate = new StartGate(40, { ...port, hold });
	const slow = Promise.withResolvers<void>();
	const all = gate.together('camera/x', [start('a'), () => slow.promise, start('c')]);
	await vi.advanceTimersByTimeAsync(400);
	expect(done).toEqual(['hold camera/x for 3', 'a', 'c']);
	slow.resolve();
	await all;
	expect(done).toEqual(['hold camera/x for 3', 'a', 'c', 'let go']);
});

test('one that does not start keeps the picture from nobody for long', async () => {
	const hold = () => start('let go');
	const gate = new StartGate(40, { ...port, hold });
	void gate.together('camera/x', [start('a'), () => new Promise(() => {})]);
	await vi.advanceTimersByTimeAsync(500);
	expect(done).toEqual(['a', 'let go']);
});
