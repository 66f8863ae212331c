import type { NodeNotice } from '#sfu/link/contract.ts';

export type Level = NodeNotice<'levels'>['levels'][number];

/** Two of the intervals in which nodes tell: of a node that has not told since nothing is known. ms */
const holdsFor = 600;

/** How loud a meeting's voices are, on all its nodes together: each tells of its own. */
export class Levels {
	/** by node */
	readonly #told = new Map<string, { readonly levels: readonly Level[]; readonly at: number }>();

	/** All voices after what one node told, the loudest first. `now` in ms, of a clock that never goes back. */
	take(nodeId: string, levels: readonly Level[], now: number): readonly Level[] {
		this.#told.set(nodeId, { levels, at: now });
		return this.#heard(now);
	}

	/** All voices without those of a node that is gone. */
	drop(nodeId: string, now: number): readonly Level[] {
		this.#told.delete(nodeId);
		return this.#heard(now);
	}

	#heard(now: number): readonly Level[] {
		for (const [each, { at }] of this.#told) if (now - at > holdsFor) this.#told.delete(each);
		return [...this.#told.values()].flatMap((told) => told.levels).toSorted((a, b) => b.dbov - a.dbov);
	}
}
