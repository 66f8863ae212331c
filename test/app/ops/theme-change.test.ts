import { onThemeChange } from '#lib/ops/theme-change.ts';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.unstubAllGlobals());

test('what is drawn in the page’s colours hears of the device’s and of the reader’s choice, until it goes', () => {
	const dark = new EventTarget();
	const observers: { hear: () => void; on: boolean }[] = [];
	vi.stubGlobal('matchMedia', () => dark);
	vi.stubGlobal('document', { documentElement: {} });
	vi.stubGlobal(
		'MutationObserver',
		class {
			readonly #own;
			constructor(hear: () => void) {
				this.#own = { hear, on: false };
				observers.push(this.#own);
			}
			observe() {
				this.#own.on = true;
			}
			disconnect() {
				this.#own.on = false;
			}
		},
	);
	const changed = vi.fn();
	const end = onThemeChange(changed);
	dark.dispatchEvent(new Event('change'));
	for (const { hear, on } of observers) if (on) hear();
	expect(changed).toHaveBeenCalledTimes(2);
	end();
	dark.dispatchEvent(new Event('change'));
	for (const { hear, on } of observers) if (on) hear();
	expect(changed).toHaveBeenCalledTimes(2);
});
