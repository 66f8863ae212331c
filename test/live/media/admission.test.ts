import { Admission, nextWindow } from '#live/media/admission.ts';
import { expect, test } from 'vitest';

test('more come in at once while joining is quick, fewer when it becomes slow, within bounds', () => {
	const after = (times: number, tookMs: number, from: number) => {
		let window = from;
		for (let time = 0; time < times; time += 1) window = nextWindow(window, tookMs);
		return window;
	};
	expect(after(1, 100, 16)).toBeGreaterThan(16);
	expect(after(10_000, 100, 16)).toBe(64);
	expect(after(1, 1_000, 16)).toBeLessThan(16);
	expect(after(100, 1_000, 64)).toBe(4);
});

test('everybody comes in, in the order of asking, never more at once than the window; a failure lets the next one in', async () => {
	const admission = new Admission();
	let inside = 0;
	let most = 0;
	const order: number[] = [];
	const joins = Array.from({ length: 300 }, (_, number) =>
		admission.run(async () => {
			order.push(number);
			inside += 1;
			most = Math.max(most, inside);
			await new Promise((resolve) => setImmediate(resolve));
			inside -= 1;
			if (number % 7 === 0) throw new Error(`number ${number} fails`);
			return number;
		}),
	);
	const results = await Promise.allSettled(joins);
	expect(order).toEqual(Array.from({ length: 300 }, (_, number) => number));
	expect(most).toBeLessThanOrEqual(64);
	expect(most).toBeGreaterThanOrEqual(16);
	for (const [number, result] of results.entries())
		expect(result.status).toBe(number % 7 === 0 ? 'rejected' : 'fulfilled');
});

test('who comes first goes before those who wait, and after those who do so, too', async () => {
	const admission = new Admission();
	const order: string[] = [];
	const gate = Promise.withResolvers<void>();
	const join = (name: string, first = false) =>
		admission.run(async () => {
			order.push(name);
			await gate.promise;
		}, first);
	const inside = Array.from({ length: 16 }, () => join('inside'));
	const waiting = [join('a'), join('b'), join('speaker', true), join('chair', true), join('c')];
	gate.resolve();
	await Promise.all([...inside, ...waiting]);
	expect(order.slice(16)).toEqual(['speaker', 'chair', 'a', 'b', 'c']);
});
