import type { LucideIcon } from '@lucide/svelte';

/** By the icon, as it was drawn first in this browser. */
const drawn = new WeakMap<LucideIcon, Node>();

export const isDrawn = (icon: LucideIcon): boolean => drawn.has(icon);

/** As Lucide has drawn it: whoever shows it next takes a copy. */
export function keepDrawn(icon: LucideIcon, svg: Node): void {
	if (!drawn.has(icon)) drawn.set(icon, svg.cloneNode(true));
}

/**
 * Lucide builds each icon anew from its list of shapes, which tells on a tablet where hundreds of rows and tiles have some:
 * the second one of a kind is a copy of the first.
 */
export function copyDrawn(icon: LucideIcon, size: string): SVGElement | undefined {
	const copy = drawn.get(icon)?.cloneNode(true) as SVGElement | undefined;
	copy?.setAttribute('width', size);
	copy?.setAttribute('height', size);
	return copy;
}
