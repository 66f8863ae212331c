import type { Stage } from '#meeting/stage/stage-of.ts';
import type { WallPlace } from './site-wall.svelte.ts';
import type { WallSite } from './wall-site.svelte.ts';

/** How an entry of the wall stands to the stage. `place` in the queue, from 1. Those that are alike are one object. */
export type StageMark =
	{ readonly kind: 'main' } | { readonly kind: 'queue'; readonly place: number } | { readonly kind: 'ready' };

const [main, ready]: readonly [StageMark, StageMark] = [{ kind: 'main' }, { kind: 'ready' }];
const inQueue: StageMark[] = [];
const queued = (place: number): StageMark => (inQueue[place] ??= { kind: 'queue', place });

/** Tells each entry how it stands to the stage: who asks for the floor concerns their own tile, and is no event for the others. */
export class StageMarks {
	#places: readonly WallPlace[] = [];
	/** entries, by whom one sees through them: themselves, and who sits in their room */
	#entries: ReadonlyMap<string, WallSite> = new Map();
	#marked: ReadonlyMap<WallSite, StageMark> = new Map();

	/** `queue`: participants who wait for the floor, in order */
	follow(
		places: readonly WallPlace[],
		{ main: shown, cued }: Pick<Stage, 'main' | 'cued'>,
		queue: readonly string[],
	): void {
		if (places !== this.#places) this.#entries = byParticipant(places);
		this.#places = places;
		const marked = new Map<WallSite, StageMark>();
		// Of several who are seen through one entry the weightiest counts, which comes first.
		const mark = (id: string, as: StageMark) => {
			const site = this.#entries.get(id);
			if (site && !marked.has(site)) marked.set(site, as);
		};
		if (shown !== null) mark(shown, main);
		for (const [index, id] of queue.entries()) mark(id, queued(index + 1));
		for (const id of cued) mark(id, ready);
		for (const site of this.#marked.keys()) if (!marked.has(site)) site.mark = undefined;
		for (const [site, as] of marked) if (this.#marked.get(site) !== as) site.mark = as;
		this.#marked = marked;
	}
}

const byParticipant = (places: readonly WallPlace[]) =>
	new Map(
		places.flatMap(({ entry, site }) =>
			[entry.participant, ...entry.seated].map(({ id }) => [id, site] satisfies [string, WallSite]),
		),
	);
