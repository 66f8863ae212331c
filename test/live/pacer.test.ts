import { Pacer } from '#live/gateway/pacer.ts';
import { expect, test } from 'vitest';

const busyFor = (ms: number) => {
	const until = performance.now() + ms;
	while (performance.now() < until);
};

test('work that comes all at once is done in order, and others get their turns in between', async () => {
	const pacer = new Pacer();
	const done: (number | 'other')[] = [];
	const work = Array.from({ length: 12 }, (_, number) =>
		pacer.run(() => {
			busyFor(3);
			done.push(number);
		}),
	);
	const other = setInterval(() => done.push('other'), 0);
	await Promise.all(work);
	clearInterval(other);
	expect(done.filter((each) => each !== 'other')).toEqual(Array.from({ length: 12 }, (_, number) => number));
	// Between the first of it and the last, not before all of it.
	expect(done.slice(done.indexOf(0), done.indexOf(11))).toContain('other');
});

test('a task that fails fails alone', async () => {
	const pacer = new Pacer();
	const failing = pacer.run(() => {
		throw new Error('by this test');
	});
	const next = pacer.run(() => {});
	await expect(failing).rejects.toThrow('by this test');
	await expect(next).resolves.toBeUndefined();
});
