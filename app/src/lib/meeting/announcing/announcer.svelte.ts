/** What screen readers hear of, each in a region of its own: a change of one does not make the others be read again. */
export const matters = ['floor', 'timeUp', 'place', 'page', 'recorded', 'vote'] as const;
export type Matter = (typeof matters)[number];
export type Sayings = Readonly<Record<Matter, string>>;

/** How long something must stand before it is said, in ms: who turns ten pages means the last one. */
const standsFor: Readonly<Record<Matter, number>> = {
	floor: 1_000,
	timeUp: 0,
	place: 1_000,
	page: 1_000,
	recorded: 0,
	vote: 0,
};

const silent: Sayings = { floor: '', timeUp: '', place: '', page: '', recorded: '', vote: '' };

/** Says each thing once, and of what changes quickly the last alone. Close it with the page. */
export class Announcer {
	/** what stands in each region now */
	said = $state<Record<Matter, string>>({ ...silent });
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows the timers
	readonly #timers = new Map<Matter, ReturnType<typeof setTimeout>>();
	#heard: Sayings;

	/** @param before what was so before anybody looked: it is no news */
	constructor(before: Partial<Sayings>) {
		this.#heard = { ...silent, ...before };
	}

	hear(now: Sayings): void {
		for (const matter of matters) {
			if (now[matter] === this.#heard[matter]) continue;
			clearTimeout(this.#timers.get(matter));
			const text = now[matter];
			if (standsFor[matter] === 0) this.#say(matter, text);
			else
				this.#timers.set(
					matter,
					setTimeout(() => this.#say(matter, text), standsFor[matter]),
				);
		}
		this.#heard = now;
	}

	close(): void {
		for (const timer of this.#timers.values()) clearTimeout(timer);
	}

	#say(matter: Matter, text: string): void {
		this.said[matter] = text;
	}
}
