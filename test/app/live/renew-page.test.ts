import { mayRenew } from '#lib/live/renew-page.ts';
import { expect, test } from 'vitest';

/** Of a tab: it outlives reloads. */
const tab = (remembers = true) => {
	const kept = new Map<string, string>();
	return {
		get: (key: string) => kept.get(key) ?? null,
		set: (key: string, value: string) => (remembers && kept.set(key, value), remembers),
	};
};

test('an outdated page loads itself anew once, and again after the next upgrade', () => {
	const storage = tab();
	expect(mayRenew({ version: '1', storage, writing: false })).toBe(true);
	expect(mayRenew({ version: '1', storage, writing: false }), 'the reload brought the same page').toBe(false);
	expect(mayRenew({ version: '2', storage, writing: false })).toBe(true);
});

test('who is writing is asked', () => {
	expect(mayRenew({ version: '1', storage: tab(), writing: true })).toBe(false);
});

test('a browser that keeps nothing does not reload for ever', () => {
	expect(mayRenew({ version: '1', storage: tab(false), writing: false })).toBe(false);
});
