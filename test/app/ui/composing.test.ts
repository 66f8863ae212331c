import { leaveToInputMethod } from '#lib/ui/composing.ts';
import { expect, test, vi } from 'vitest';

test.each([
	['Enter', { isComposing: false, keyCode: 13 }, false],
	['the Enter that ends a composed word', { isComposing: true, keyCode: 13 }, true],
	['the same in Safari, after the end of the composition', { isComposing: false, keyCode: 229 }, true],
	['a letter that is being composed', { isComposing: true, keyCode: 229 }, true],
])('%s', (_what, key, itsOwn) => {
	const stopImmediatePropagation = vi.fn();
	leaveToInputMethod({ ...key, stopImmediatePropagation } as unknown as KeyboardEvent);
	expect(stopImmediatePropagation).toHaveBeenCalledTimes(itsOwn ? 1 : 0);
});
