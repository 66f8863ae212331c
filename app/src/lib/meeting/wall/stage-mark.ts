import type { Stage } from '#meeting/stage/stage-of.ts';
import type { WallEntry } from '#meeting/wall.ts';

/** How an entry stands to the stage, the weightiest alone: large on it, in the floor queue (place from 1), kept ready. */
export type StageMark =
	{ readonly kind: 'main' } | { readonly kind: 'queue'; readonly place: number } | { readonly kind: 'ready' };

/** Of the entry itself, or of somebody who sits in its room. `queue`: participants who wait for the floor, in order. */
export function markOf(
	{ participant, seated }: WallEntry,
	{ main, cued }: Pick<Stage, 'main' | 'cued'>,
	queue: readonly string[],
): StageMark | undefined {
	const ids = [participant.id, ...seated.map(({ id }) => id)];
	if (main !== null && ids.includes(main)) return { kind: 'main' };
	const place = queue.findIndex((id) => ids.includes(id));
	if (place >= 0) return { kind: 'queue', place: place + 1 };
	return cued.some((id) => ids.includes(id)) ? { kind: 'ready' } : undefined;
}
