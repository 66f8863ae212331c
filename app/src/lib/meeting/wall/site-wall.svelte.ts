import { unpackStills } from '#contract/pack-stills.ts';
import type { RequestInput } from '#contract/requests.ts';
import { mostLive } from '#contract/wall-limits.ts';
import type { WallRequestName } from '#contract/wall.ts';
import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import type { Area } from '#meeting/plan.ts';
import { wallGroups, type WallEntry } from '#meeting/wall.ts';
import { WallKnown, WallSite } from './wall-site.svelte.ts';

/** One tile: who it is for, and what is known of it. */
export interface WallPlace {
	readonly entry: WallEntry;
	readonly site: WallSite;
}

export interface PlaceGroup {
	/** null: without a heading */
	readonly area: Area | null;
	/** what search and filter leave of it */
	readonly places: readonly WallPlace[];
	readonly whole: readonly WallPlace[];
}

/** After a refusal, in ms. */
const askAgainAfter = 2_000;

/** The site wall as this device sees it: open while its page shows it and the page itself can be seen. */
export class SiteWall {
	readonly #live: LiveMeeting;
	readonly #known = new WallKnown();
	readonly #stopListening: (() => void)[];
	readonly #hidden = new AbortController();
	#again: ReturnType<typeof setTimeout> | undefined;
	#shown = false;
	#opened = false;
	#looked: readonly string[] = [];
	/** `at` of the last still that came */
	#since = 0;

	readonly #plan = $derived.by(() => this.#live.state.plan);
	readonly #elsewhere = $derived.by(() => this.#live.state.attendance.elsewhere);
	readonly groups: readonly PlaceGroup[] = $derived(
		this.#plan === null
			? []
			: wallGroups(this.#plan, this.#elsewhere).map(({ area, entries }) => {
					const places = entries.map((entry) => ({ entry, site: new WallSite(entry.participant.id, this.#known) }));
					return { area, places, whole: places };
				}),
	);
	readonly places: readonly WallPlace[] = $derived(this.groups.flatMap(({ places }) => places));

	constructor(live: LiveMeeting) {
		this.#live = live;
		const { connection } = live;
		this.#stopListening = [
			connection.on('wall/states', (states) => this.#known.hear(states)),
			connection.on('wall/stills', (packed) => {
				for (const still of unpackStills(packed)) {
					this.#known.show(still);
					this.#since = Math.max(this.#since, still.at);
				}
			}),
			// After a reload the server may still have what the former page looked at.
			connection.on('welcome', () => this.#tell()),
		];
		const { signal } = this.#hidden;
		document.addEventListener('visibilitychange', () => this.#follow(), { signal });
	}

	/** The page shows the wall; the way back takes it away. */
	show(): () => void {
		this.#shown = true;
		this.#follow();
		return () => {
			this.#shown = false;
			this.#follow();
		};
	}

	/** How many entries have a picture. */
	get stills(): number {
		return this.#known.stills.size;
	}

	/** Sees these entries live from now on, and no others: the first nine of a longer list. */
	look(participantIds: readonly string[]): void {
		const looked = participantIds.slice(0, mostLive);
		if (looked.join() === this.#looked.join()) return;
		this.#looked = looked;
		this.#ask('wall/live', { participantIds: [...looked] });
	}

	close(): void {
		this.#hidden.abort();
		clearTimeout(this.#again);
		for (const stop of this.#stopListening) stop();
		this.#known.forgetStills();
	}

	/** A page in the background is looked at by nobody. */
	#follow(): void {
		const opened = this.#shown && !document.hidden;
		if (opened === this.#opened) return;
		this.#opened = opened;
		this.#tellOpen();
	}

	#tell(): void {
		if (!this.#live.may('see-wall')) return;
		this.#tellOpen();
		this.#ask('wall/live', { participantIds: [...this.#looked] });
	}

	#tellOpen(): void {
		if (this.#opened) this.#ask('wall/open', { since: this.#since });
		else this.#ask('wall/close', {});
	}

	/** Without a link it is asked when the link is back, whatever it is by then. */
	#ask<N extends WallRequestName>(name: N, input: RequestInput<N>): void {
		if (this.#live.link === 'connected') void this.#askNow(name, input);
	}

	async #askNow<N extends WallRequestName>(name: N, input: RequestInput<N>): Promise<void> {
		const answer = await this.#live.connection.request(name, input);
		// The server was too busy: all that is wanted by then is told again.
		if (answer.ok || this.#hidden.signal.aborted) return;
		clearTimeout(this.#again);
		this.#again = setTimeout(() => this.#tell(), askAgainAfter);
	}
}
