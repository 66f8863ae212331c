import { later } from '#lib/ui/later.ts';
import { expect, it } from 'vitest';

it('gives what has come at once, and fetches it once', async () => {
	let fetched = 0;
	const part = later(async () => ({ number: (fetched += 1) }));
	const coming = part();
	expect(coming).toBeInstanceOf(Promise);
	await coming;
	expect(part()).toEqual({ number: 1 });
	expect(fetched).toBe(1);
});

it('fetches again what has failed', async () => {
	let fails = true;
	const part = later(async () => {
		if (fails) throw new Error('no link');
		return 'part';
	});
	await expect(part()).rejects.toThrow('no link');
	fails = false;
	await part();
	expect(part()).toBe('part');
});
