import type { LocalSource } from '#lib/media/local-source.svelte.ts';

/** Why a source that its people believe to be on air is not; each is being tried again by itself. */
export type SourceTrouble = 'silenced' | 'refused' | 'stalled';

/** Undefined: it is as it looks, or it could not be opened at all, which shows by itself. */
export function troubleOf({
	stream,
	muted,
	silenced,
	problem,
	flow,
}: Pick<LocalSource, 'stream' | 'muted' | 'silenced' | 'problem' | 'flow'>): SourceTrouble | undefined {
	if (stream === null || muted) return undefined;
	if (silenced) return 'silenced';
	if (problem === 'refused') return 'refused';
	return flow === 'stalled' ? 'stalled' : undefined;
}
