import { WakeLock } from '#lib/live/wake-lock.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let page: EventTarget & { visibilityState: string };
let given: { release: ReturnType<typeof vi.fn> }[];
let refused: boolean;
let lock: WakeLock;

beforeEach(() => {
	page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
	given = [];
	refused = false;
	const request = () => {
		if (refused) return Promise.reject(new DOMException('', 'NotAllowedError'));
		const sentinel = { release: vi.fn(() => Promise.resolve()) };
		given.push(sentinel);
		return Promise.resolve(sentinel);
	};
	vi.stubGlobal('document', page);
	vi.stubGlobal('navigator', { wakeLock: { request } });
	lock = new WakeLock();
});

afterEach(() => {
	lock.close();
	vi.unstubAllGlobals();
});

function show(visibilityState: 'visible' | 'hidden') {
	page.visibilityState = visibilityState;
	page.dispatchEvent(new Event('visibilitychange'));
}

/** What hangs on promises has run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('it is taken once, and taken again when the page comes back into view', async () => {
	lock.keep(true);
	lock.keep(true);
	expect(given).toHaveLength(1);
	show('hidden');
	expect(given).toHaveLength(1);
	show('visible');
	await settled();
	expect(given).toHaveLength(2);
	expect(given[1]?.release).not.toHaveBeenCalled();
});

test('what is no longer wanted is given back, even if it was not given yet, and does not come back', async () => {
	lock.keep(true);
	lock.keep(false);
	await settled();
	expect(given[0]?.release).toHaveBeenCalledTimes(1);
	show('visible');
	lock.keep(true);
	lock.close();
	await settled();
	show('visible');
	expect(given.map(({ release }) => release.mock.calls.length)).toEqual([1, 1]);
});

test('a refusal is tried again when the page comes back; a browser without it does nothing', async () => {
	refused = true;
	lock.keep(true);
	await settled();
	refused = false;
	show('visible');
	expect(given).toHaveLength(1);
	vi.stubGlobal('navigator', {});
	show('visible');
	await settled();
	expect(given).toHaveLength(1);
});
