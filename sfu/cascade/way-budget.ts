import { isDeepStrictEqual } from 'node:util';
import type { Layer } from '#sfu/link/contract-endpoint.ts';
import { allot, costOf, lackOf, type BudgetState, type Wish } from './budget.ts';

/**
 * Of what a way carries so much is left free: a twentieth for the headers of UDP and IP, which nobody counts who says what a picture
 * costs; as much for what was lost and is sent again (3 % at 3 % loss) and for mediasoup's probes (2 to 5 %); and as much so that
 * voices wait behind no picture's key frame, and for the beat, reports and requests.
 */
const keptFree = 0.15;

/** What one meeting may send over a way. */
export interface Granted {
	/** The largest layer of each picture; null: none. */
	readonly layers: ReadonlyMap<string, Layer | null>;
	/** What these cost, and the most that there is for them while the others' flow, too; kbit/s. */
	readonly picturesKbps: number;
	readonly mostKbps: number;
}

interface Sharer {
	readonly kbps: number;
	readonly wishes: readonly Wish[];
	/** Its share is another one now. */
	readonly onChanged: () => void;
}

/** What the meetings that go over one way ask of it, and what each of them may send there. */
export class WayBudget {
	readonly #sharers = new Map<string, Sharer>();
	#state: BudgetState = new Map();
	#granted: ReadonlyMap<string, Granted> = new Map();
	#again: NodeJS.Timeout | undefined;

	/** All that a meeting wants to send there; `kbps`: what it was told that the way carries. */
	ask(meeting: string, sharer: Sharer): Granted | undefined {
		const former = this.#sharers.get(meeting);
		this.#sharers.set(meeting, sharer);
		if (former?.kbps !== sharer.kbps || !isDeepStrictEqual(former.wishes, sharer.wishes)) this.#share(meeting);
		return this.#granted.get(meeting);
	}

	/** Idempotent: it sends nothing there any more. */
	leave(meeting: string): void {
		if (this.#sharers.delete(meeting)) this.#share(meeting);
	}

	/** How much more the way would have to carry, for this picture to go as it is wanted, in kbit/s; 0: nothing. */
	lack(meeting: string, key: string): number {
		return Math.ceil(lackOf(this.#wishes, this.#capacity, this.#state, meeting, key) / (1 - keptFree));
	}

	get #wishes(): ReadonlyMap<string, readonly Wish[]> {
		return new Map([...this.#sharers].map(([meeting, { wishes }]) => [meeting, wishes]));
	}

	/** The least, for as long as not all have been told the same. */
	get #kbps(): number {
		return Math.min(...[...this.#sharers.values()].map(({ kbps }) => kbps));
	}

	get #capacity(): number {
		return Math.floor(this.#kbps * (1 - keptFree));
	}

	/** Anew among all; who asks is answered, and not told besides. */
	#share(asking?: string): void {
		clearTimeout(this.#again);
		if (this.#sharers.size === 0) {
			this.#state = this.#granted = new Map();
			return;
		}
		const now = performance.now();
		const { allotment, state, againAt } = allot(this.#wishes, this.#capacity, this.#state, now);
		this.#state = state;
		const before = this.#granted;
		const costs = new Map(
			[...this.#sharers].map(([id, { wishes }]) => [id, costOf(wishes, allotment.get(id) ?? none)]),
		);
		const all = [...costs.values()].reduce((sum, each) => sum + each, 0);
		const granted = [...this.#sharers].map(([id, { wishes }]) => {
			const [layers, cost] = [allotment.get(id) ?? none, costs.get(id) ?? 0];
			const voices = costOf(wishes, none);
			const mostKbps = Math.max(0, this.#kbps - (all - cost) - voices);
			return [id, { layers, picturesKbps: cost - voices, mostKbps }] as const;
		});
		this.#granted = new Map(granted);
		if (againAt < Infinity) this.#again = setTimeout(() => this.#share(), againAt - now).unref();
		for (const [id, { onChanged }] of this.#sharers)
			if (id !== asking && !isDeepStrictEqual(before.get(id), this.#granted.get(id))) onChanged();
	}
}

const none: Granted['layers'] = new Map();

/** A node's ways to its neighbours, by the neighbour's id: every meeting's line there takes part in one budget. */
export class WayBudgets {
	readonly #ways = new Map<string, WayBudget>();

	to(nodeId: string): WayBudget {
		const way = this.#ways.get(nodeId) ?? new WayBudget();
		this.#ways.set(nodeId, way);
		return way;
	}
}
