import { copyDrawn, isDrawn, keepDrawn } from '#lib/ui/drawn-icons.ts';
import type { LucideIcon } from '@lucide/svelte';
import { expect, test } from 'vitest';

/** A drawing that counts its copies. */
function drawing() {
	const attributes: Record<string, string> = {};
	const svg = {
		attributes,
		copies: 0,
		setAttribute: (name: string, value: string) => (attributes[name] = value),
		cloneNode: (): unknown => {
			svg.copies += 1;
			return drawing();
		},
	};
	return svg;
}

test('an icon is drawn by Lucide once; all others of its kind are copies in the size that is asked for', () => {
	const icon = (() => {}) as unknown as LucideIcon;
	expect(isDrawn(icon)).toBe(false);
	expect(copyDrawn(icon, '1em')).toBeUndefined();
	const [first, second] = [drawing(), drawing()];
	keepDrawn(icon, first as unknown as Node);
	keepDrawn(icon, second as unknown as Node);
	expect([first.copies, second.copies], 'the first one stays what is copied').toEqual([1, 0]);
	expect(isDrawn(icon)).toBe(true);
	const copy = copyDrawn(icon, '1.1em') as unknown as ReturnType<typeof drawing>;
	expect(copy.attributes).toEqual({ width: '1.1em', height: '1.1em' });
	expect(copyDrawn(icon, '1.1em')).not.toBe(copy);
});
