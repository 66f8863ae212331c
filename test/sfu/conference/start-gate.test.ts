import { StartGate } from '#sfu/conference/start-gate.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const started: string[] = [];
beforeEach(() => void (started.length = 0));
const start = (who: string) => () => void started.push(who);

test('those who become ready one after the other start together, once nobody more does', () => {
	const gate = new StartGate(40);
	for (const who of ['a', 'b', 'c']) {
		gate.gather('camera/x', start(who));
		vi.advanceTimersByTime(39);
		expect(started).toEqual([]);
	}
	vi.advanceTimersByTime(1);
	expect(started).toEqual(['a', 'b', 'c']);
});

test('nobody waits for long, however many come after; those begin a new gathering', () => {
	const gate = new StartGate(40);
	for (let number = 0; number < 25; number += 1) {
		gate.gather('camera/x', start(String(number)));
		vi.advanceTimersByTime(20);
		if (number === 18) expect(started).toEqual([]);
	}
	expect(started).toHaveLength(20);
});

test('sources do not wait for each other, and nobody starts after the end', () => {
	const gate = new StartGate(40);
	gate.gather('camera/x', start('x'));
	vi.advanceTimersByTime(20);
	gate.gather('camera/y', start('y'));
	vi.advanceTimersByTime(20);
	expect(started).toEqual(['x']);
	gate.close();
	vi.advanceTimersByTime(1_000);
	expect(started).toEqual(['x']);
});
