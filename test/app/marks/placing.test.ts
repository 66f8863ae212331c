import '#test/support/runes.ts';
import { Placing, type Place } from '#lib/marks/placing.svelte.ts';
import { expect, onTestFinished, test, vi } from 'vitest';

/** A page of 400 by 600 pixels, of which a window of 400 by 300 shows the middle. */
class FakeLayer extends EventTarget {
	readonly matches = () => true;
	readonly getBoundingClientRect = () => ({ left: 0, top: -150 });

	press(key: string, with_: object = {}): boolean {
		return !this.dispatchEvent(Object.assign(new Event('keydown', { cancelable: true }), { key, ...with_ }));
	}
}

function placing() {
	vi.stubGlobal('window', { innerWidth: 400, innerHeight: 300 });
	onTestFinished(() => void vi.unstubAllGlobals());
	const put: Place[] = [];
	const layer = new FakeLayer();
	const keys = new Placing(
		() => ({ width: 400, height: 600, scale: 1, turned: 0 }),
		(at) => put.push(at),
	);
	const stop = keys.attach(layer as never);
	return { keys, layer, put, stop: () => stop?.() };
}

test('by keys a place is found from the middle of what is seen, and taken there', () => {
	const { keys, layer, put } = placing();
	expect(keys.at).toBeUndefined();
	layer.dispatchEvent(new Event('focus'));
	expect(keys.at).toEqual({ left: 200, top: 300 });
	expect(layer.press('ArrowRight')).toBe(true);
	layer.press('ArrowDown', { shiftKey: true });
	layer.press('Enter');
	expect(put).toEqual([{ left: 208, top: 348 }]);
	// It stays on the page, and where it was for the next time.
	for (let pressed = 0; pressed < 20; pressed += 1) layer.press('ArrowUp', { shiftKey: true });
	expect(keys.at).toEqual({ left: 208, top: 0 });
	layer.dispatchEvent(new Event('blur'));
	expect(keys.at).toBeUndefined();
	layer.dispatchEvent(new Event('focus'));
	expect(keys.at).toEqual({ left: 208, top: 0 });
});

test('other keys, and those of a browser, are left to what else hears them', () => {
	const { layer, put, stop } = placing();
	layer.dispatchEvent(new Event('focus'));
	expect(layer.press('PageDown')).toBe(false);
	expect(layer.press('ArrowLeft', { altKey: true })).toBe(false);
	stop();
	expect(layer.press('Enter')).toBe(false);
	expect(put).toEqual([]);
});
