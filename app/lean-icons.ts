import path from 'node:path';

/**
 * Lucide's icons are lists of shapes, each in a file of its own, which one component of Lucide's draws: element by element, with
 * every attribute worked out anew each time. On the server that was most of what a row of a list cost. Their shapes are taken
 * as they are, and drawn by a component of ours (`IconShapes.svelte`), which makes their text once.
 */
export function leanIcons() {
	const own = path.join(import.meta.dirname, 'src/lib/ui/IconShapes.svelte');
	return {
		name: 'lean-icons',
		enforce: 'pre' as const,
		resolveId: (source: string, importer: string | undefined) =>
			source === '../Icon.svelte' && importer?.includes('/@lucide/svelte/dist/icons/') ? own : undefined,
	};
}
