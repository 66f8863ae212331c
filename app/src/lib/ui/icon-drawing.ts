import type { LucideIconData } from '@lucide/icons';
import { buildLucideSvg } from '@lucide/icons/build';

/** By name and size, for all pages. */
const drawings = new Map<string, string>();

/** Made once: on the server, making them anew was most of what a row of a list cost. `size` in em. */
export function drawingOf(icon: LucideIconData, size: number): string {
	const key = `${icon.name} ${size}`;
	const drawing = drawings.get(key) ?? buildLucideSvg(icon, { size: `${size}em` });
	drawings.set(key, drawing);
	return drawing;
}
