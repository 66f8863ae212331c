import { forgetPerson, heedSignOut, Kept, sweepKept } from '#lib/kept/kept.ts';
import { stubStorages } from '#test/support/fake-storage.ts';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let storages: ReturnType<typeof stubStorages>;

beforeEach(() => {
	vi.useFakeTimers({ now: 1_000_000 });
	storages = stubStorages();
});
afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

const words = (personId: string, keeper: 'tab' | 'browser' = 'browser') =>
	new Kept(personId, 'lời', v.string(), keeper);

test('what is kept is found again by its person alone', () => {
	expect(words('lan').write('của Lan')).toBe(true);
	expect(words('lan').read()).toEqual({ value: 'của Lan', at: 1_000_000 });
	expect(words('hoa').read()).toBeUndefined();
	expect(words('lan', 'tab').read()).toBeUndefined();
	words('lan').remove();
	expect(words('lan').read()).toBeUndefined();
});

test('while nobody is signed in nothing is kept', () => {
	expect(words('').write('của ai?')).toBe(false);
	expect(words('').read()).toBeUndefined();
	expect(storages.browser.length).toBe(0);
});

test('what does not fit what is expected today is not there', () => {
	words('lan').write('chữ');
	expect(new Kept('lan', 'lời', v.number(), 'browser').read()).toBeUndefined();
});

test('without room the older state goes, too', () => {
	words('lan').write('cũ');
	storages.browser.room = 10;
	expect(words('lan').write('mới, và dài hơn nhiều')).toBe(false);
	expect(storages.browser.length).toBe(0);
});

test('a sign-out takes all of that person, in this tab and in the others, and nothing of anybody else', () => {
	storages.browser.setItem('thiet-bi-hop', 'a choice of the device');
	for (const person of ['lan', 'hoa']) {
		words(person).write(person);
		words(person, 'tab').write(person);
	}
	forgetPerson('lan');
	expect(words('lan').read()).toBeUndefined();
	expect(words('lan', 'tab').read()).toBeUndefined();
	expect(words('hoa').read()?.value).toBe('hoa');
	expect(words('hoa', 'tab').read()?.value).toBe('hoa');
	expect(storages.browser.getItem('thiet-bi-hop')).toBe('a choice of the device');

	// Another tab of the same browser: the storage of the browser is one, its own is another.
	const newValue = storages.browser.getItem('cua-ai-da-ra');
	words('lan', 'tab').write('of the other tab');
	expect(heedSignOut({ key: 'something-else', newValue })).toBeUndefined();
	expect(words('lan', 'tab').read()?.value).toBe('of the other tab');
	expect(heedSignOut({ key: 'cua-ai-da-ra', newValue })).toBe('lan');
	expect(words('lan', 'tab').read()).toBeUndefined();
	expect(words('hoa', 'tab').read()?.value).toBe('hoa');
});

test('what nobody came back for in two weeks is gone', () => {
	words('lan').write('cũ');
	storages.browser.setItem('cua:lan:hỏng', 'not JSON');
	vi.advanceTimersByTime(14 * 24 * 3_600_000 + 1);
	words('hoa').write('mới');
	expect(words('lan').read()).toBeUndefined();
	sweepKept();
	expect(storages.browser.length).toBe(1);
	expect(words('hoa').read()?.value).toBe('mới');
});
