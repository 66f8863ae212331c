import { mostShownPerSecond, pointedFor, type PagePart, type PagePoint, type Shown } from '#contract/shown.ts';
import { untrack } from 'svelte';
import type { Connection } from '#lib/live/connection.ts';

/** ms */
const between = 1_000 / mostShownPerSecond;
/** A pointer that is held still is said again, so that it does not fade. ms */
const heldAgain = pointedFor / 2;

/** A place on a page. */
export interface Pointed extends PagePoint {
	readonly versionId: string;
	readonly page: number;
}

/**
 * Which part of a page is seen and where somebody points on it: what this person shows while they present, and what is shown to
 * them. Said one at a time, the last of it, so often as the link bears it.
 */
export class Showing {
	/** by the presenter; null: nothing is known */
	#shown = $state.raw<Shown | null>(null);
	/** what this person sees of the page that they read */
	#seen = $state.raw<Omit<Shown, 'pointer'> | null>(null);
	/** by anybody, seen here; it fades */
	#pointer = $state.raw<Pointed | null>(null);
	/** The pointer is out: what is pressed on the page is pointed at. */
	points = $state(false);

	readonly #live: { readonly connection: Pick<Connection, 'on' | 'request'> };
	#fading: ReturnType<typeof setTimeout> | undefined;
	#holding: ReturnType<typeof setInterval> | undefined;
	#next: Shown | undefined;
	#saying = false;
	readonly #stop: () => void;

	constructor(live: { readonly connection: Pick<Connection, 'on' | 'request'> }) {
		this.#live = live;
		this.#stop = live.connection.on('shown', (shown) => this.#hear(shown));
	}

	/** What the presenter sees of this page, of one that was just turned to as much of its head; undefined: it is not known. */
	partOf(versionId: string | null, page: number): PagePart | undefined {
		const shown = this.#shown;
		if (shown?.versionId !== versionId || !shown.part) return undefined;
		return shown.page === page ? shown.part : { ...shown.part, y: 0 };
	}

	pointerOn(versionId: string | null, page: number): Pointed | undefined {
		const at = this.#pointer;
		return at?.versionId === versionId && at.page === page ? at : undefined;
	}

	/** What is seen of the page that is read here. */
	see(versionId: string, page: number, part: PagePart): void {
		const before = this.#seen;
		if (before?.versionId === versionId && before.page === page && isSame(before.part, part)) return;
		this.#seen = { versionId, page, part };
	}

	/** In an effect, while this person presents: what they see is what others see. */
	lead(versionId: string, page: number): void {
		const seen = this.#seen;
		if (seen?.versionId === versionId && seen.page === page)
			this.#say({ ...seen, pointer: untrack(() => this.#pointed(seen)) });
	}

	/** There it stands until it is let go, and fades. */
	point(to: Pointed): void {
		this.#light(to);
		this.#sayPointer(to);
		clearInterval(this.#holding);
		this.#holding = setInterval(() => {
			this.#light(to);
			this.#sayPointer(to);
		}, heldAgain);
	}

	letGo(): void {
		clearInterval(this.#holding);
	}

	/** By keys: from where it points, or from the middle of what is seen, by so many parts of the page. */
	move(versionId: string, page: number, by: PagePoint): void {
		const seen = this.#seen?.versionId === versionId && this.#seen.page === page ? this.#seen.part : undefined;
		const middle = seen ? { x: seen.x + seen.width / 2, y: seen.y + seen.height / 2 } : { x: 0.5, y: 0.5 };
		const from = this.pointerOn(versionId, page) ?? middle;
		this.point({ versionId, page, x: within(from.x + by.x), y: within(from.y + by.y) });
		this.letGo();
	}

	/** Follows no more: what comes by then is of no use. */
	forget(): void {
		this.#shown = null;
		this.#pointer = null;
	}

	close(): void {
		this.#stop();
		clearInterval(this.#holding);
		clearTimeout(this.#fading);
		this.#next = undefined;
	}

	#hear(shown: Shown | null): void {
		this.#shown = shown;
		if (shown?.pointer) this.#light({ ...shown.pointer, versionId: shown.versionId, page: shown.page });
	}

	#light(at: Pointed): void {
		clearTimeout(this.#fading);
		this.#pointer = at;
		this.#fading = setTimeout(() => (this.#pointer = null), pointedFor);
	}

	#pointed({ versionId, page }: Pick<Shown, 'versionId' | 'page'>): PagePoint | null {
		const at = this.pointerOn(versionId, page);
		return at ? { x: at.x, y: at.y } : null;
	}

	#sayPointer({ versionId, page, x, y }: Pointed): void {
		const seen = this.#seen;
		const part = seen?.versionId === versionId && seen.page === page ? seen.part : null;
		this.#say({ versionId, page, part, pointer: { x, y } });
	}

	#say(shown: Shown): void {
		this.#next = shown;
		if (!this.#saying) void this.#sayOn();
	}

	async #sayOn(): Promise<void> {
		this.#saying = true;
		for (let shown = this.#take(); shown; shown = this.#take()) {
			const rest = new Promise((resolve) => setTimeout(resolve, between));
			// What is refused is presented no more, or by somebody else: the page says so by itself.
			await this.#live.connection.request('shown/show', shown);
			await rest;
		}
		this.#saying = false;
	}

	#take(): Shown | undefined {
		const next = this.#next;
		this.#next = undefined;
		return next;
	}
}

const within = (value: number) => Math.min(Math.max(value, 0), 1);

const isSame = (one: PagePart | null, other: PagePart) =>
	one?.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
