import { mostLive } from '#contract/wall-limits.ts';
import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import { folded } from '#lib/org/folded.ts';
import type { Clock } from '../clock.svelte.ts';
import type { KeptPlace } from '../kept-place.svelte.ts';
import type { VirtualizerHandle } from 'virtua/svelte';
import { PrivatePoll } from './private-poll.svelte.ts';
import { conditionOf, passes, wallFilters, without, type SiteCondition, type WallFilter } from './site-condition.ts';
import { SiteWall, type PlaceGroup, type WallPlace } from './site-wall.svelte.ts';
import { searchedText } from './site-words.ts';
import { StageMarks } from './stage-mark.ts';

/** Three turns of a wall of 320; and how often ages are looked at. ms */
const oldAfter = 60_000;
const agesEvery = 10_000;

/** Pointing at a tile for so long makes it live: passing over it does not. ms */
const hoverAfter = 300;

/** How this person works with the site wall: what is shown, chosen, looked at. It outlasts a look at the stage. */
export class WallDesk {
	readonly sites: SiteWall;
	readonly poll: PrivatePoll;
	filter = $state<WallFilter>('all');
	search = $state('');
	/** entries that were chosen, in that order */
	chosen = $state.raw<readonly string[]>([]);
	/** a page of the chosen ones is seen live in place of the wall; from 0 */
	page = $state<number | null>(null);
	/** one entry is seen live in place of the wall, as large as the wall */
	alone = $state<string | null>(null);
	/** made live by a click or a key, until another one is */
	held = $state<string | null>(null);
	pointedAt = $state<string | null>(null);
	/** how far the wall was scrolled, in px, and what its rows measured; nothing shows it */
	scrolled = 0;
	measured: { readonly rows: string; readonly sizes: ReturnType<VirtualizerHandle['getCache']> } | undefined;
	/** the tile that Tab leads to */
	focused = $state<string | null>(null);

	readonly #live: LiveMeeting;
	readonly #place: KeptPlace;
	readonly #clock: Clock;
	readonly #marks = new StageMarks();
	#hover: ReturnType<typeof setTimeout> | undefined;

	readonly #came = $derived.by(() => this.#live.state.attendance.came);
	readonly #queue = $derived.by(() => this.#live.state.floor.queue);
	/** by entry; another one only when somebody comes or goes, or the server tells another state */
	readonly #conditions: Readonly<Record<string, SiteCondition>> = $derived.by(() => {
		const came = this.#came;
		return Object.fromEntries(
			this.sites.places.map(({ entry, site }) => [site.id, conditionOf(site.state, () => without(entry, came))]),
		);
	});
	readonly #found: readonly PlaceGroup[] = $derived.by(() => {
		const wanted = folded(this.search);
		if (wanted === '') return this.sites.groups;
		return this.#only(({ entry }, area) => folded(`${searchedText(entry)} ${area}`).includes(wanted));
	});
	/** what search and filter leave, without empty groups */
	readonly groups: readonly PlaceGroup[] = $derived(
		this.filter === 'all'
			? this.#found
			: this.#only(({ site }) => passes(this.conditionOf(site.id), this.filter), this.#found),
	);
	readonly counts: Readonly<Record<WallFilter, number>> = $derived.by(() => {
		const conditions = Object.values(this.#conditions);
		const count = (filter: WallFilter) => conditions.filter((each) => passes(each, filter)).length;
		return Object.fromEntries(wallFilters.map((filter) => [filter, count(filter)])) as Record<WallFilter, number>;
	});
	readonly pages = $derived(Math.max(1, Math.ceil(this.chosen.length / mostLive)));
	/** the entries that are seen live in place of the wall; null: the wall is shown */
	readonly onPage: readonly string[] | null = $derived.by(() => {
		if (this.alone !== null) return [this.alone];
		return this.page === null ? null : this.chosen.slice(this.page * mostLive, (this.page + 1) * mostLive);
	});
	/** what must be live at this moment */
	readonly looked: readonly string[] = $derived.by(() => {
		if (this.poll.ids) return distinct([this.poll.current, this.poll.next]);
		return this.onPage ?? distinct([this.held, this.pointedAt]);
	});

	/** Stills that were taken before are no picture of the present; ms since the epoch by the server's clock. */
	readonly oldBefore: number = $derived.by(() => Math.floor(this.#clock.now / agesEvery) * agesEvery - oldAfter);

	constructor(live: LiveMeeting, { place, clock }: { place: KeptPlace; clock: Clock }) {
		this.#live = live;
		this.#place = place;
		this.#clock = clock;
		this.sites = new SiteWall(live);
		this.poll = new PrivatePoll((id) => this.conditionOf(id).attendance === 'present');
	}

	get size(): 'small' | 'medium' | 'large' {
		return this.#place.current.wallSize;
	}

	set size(wallSize: 'small' | 'medium' | 'large') {
		this.#place.move({ wallSize });
	}

	conditionOf(id: string): SiteCondition {
		return this.#conditions[id] ?? unknown;
	}

	/** Call it in an effect that runs before anything is drawn. */
	followStage(): void {
		const queue = this.#queue.map(({ participantId }) => participantId);
		this.#marks.follow(this.sites.places, this.#live.stage, queue);
	}

	placeOf(id: string | null): WallPlace | undefined {
		return this.sites.places.find(({ site }) => site.id === id);
	}

	/** Entries that are there, in the wall's order. */
	get present(): readonly string[] {
		return this.sites.places.map(({ site }) => site.id).filter((id) => this.conditionOf(id).attendance === 'present');
	}

	isLive(id: string): boolean {
		return this.looked.includes(id);
	}

	toggle(id: string): void {
		this.choose(this.chosen.includes(id) ? this.chosen.filter((each) => each !== id) : [...this.chosen, id]);
	}

	choose(ids: readonly string[]): void {
		this.chosen = ids.filter((id, index) => ids.indexOf(id) === index);
		if (this.page !== null) this.page = this.chosen.length === 0 ? null : Math.min(this.page, this.pages - 1);
	}

	hold(id: string): void {
		this.held = this.held === id ? null : id;
	}

	/** From the one to those beside which it was seen, else to the wall. */
	back(): void {
		if (this.alone === null) this.page = null;
		this.alone = null;
	}

	/** The pointer rests on a tile; null: on none. */
	point(id: string | null): void {
		clearTimeout(this.#hover);
		if (id === this.pointedAt) return;
		this.pointedAt = null;
		if (id !== null) this.#hover = setTimeout(() => (this.pointedAt = id), hoverAfter);
	}

	/** The wall is no longer on the page: nothing is looked at live. */
	rest(): void {
		this.point(null);
		this.held = null;
		this.page = null;
		this.alone = null;
		this.poll.stop();
	}

	close(): void {
		this.rest();
		this.sites.close();
	}

	#only(
		keeps: (place: WallPlace, area: string) => boolean,
		groups: readonly PlaceGroup[] = this.sites.groups,
	): readonly PlaceGroup[] {
		return groups
			.map((group) => ({ ...group, places: group.places.filter((place) => keeps(place, group.area?.name ?? '')) }))
			.filter(({ places }) => places.length > 0);
	}
}

const unknown: SiteCondition = { attendance: 'unknown', troubles: [] };

/** The same one may be held and pointed at, or be the only one that is polled. */
const distinct = (ids: readonly (string | null)[]) =>
	ids.filter((id) => id !== null).filter((id, index, all) => all.indexOf(id) === index);
