import { Kept } from '#lib/kept/kept.ts';
import { sharedLayers } from '#meeting/shared-marks.ts';
import * as v from 'valibot';
import { Choosing } from './choosing.svelte.ts';
import { browserKeys } from './device-keys.ts';
import { inkColours } from './mark.ts';
import { OwnKeys, type KeyState, type OwnKey } from './own-key.ts';
import type { ReaderMarks } from './reader-marks.svelte.ts';
import { sendUnsent, versionsWithUnsent, type Ask } from './unsent.ts';

export const tools = ['pen', 'highlighter', 'eraser', 'note', 'agree', 'amend'] as const;
export type Tool = (typeof tools)[number];

/** For whose eyes what is marked is. */
export const layers = ['own', ...sharedLayers] as const;
export type Layer = (typeof layers)[number];

const choicesSchema = v.object({
	colour: v.picklist(inkColours),
	thick: v.boolean(),
	/** a finger draws; else it moves the page, and a pen draws */
	fingers: v.boolean(),
	/** a pen has been at this device: from then on a finger draws only where it is told so */
	penKnown: v.boolean(),
	/** layers that are not shown */
	hidden: v.optional(v.array(v.picklist(layers)), []),
});
type Choices = v.InferOutput<typeof choicesSchema>;

/** A palm comes to rest while the pen is up for a moment, in ms. */
const penIsNear = 1_500;

/** What one marks with: of one reader, in which two papers may be read side by side. */
export class MarkDesk {
	readonly keys: OwnKeys;
	/** the tools are out: what touches a page draws, and turns no page */
	on = $state(false);
	tool = $state<Tool>('pen');
	/** what is marked now is for their eyes */
	layer = $state<Layer>('own');
	/** who they are, where they are chosen by name */
	readonly choosing: Choosing;
	/** null: not known yet, or the link does not let it be known */
	key = $state.raw<KeyState | null>(null);
	/** the person is asked for their code, or is given one */
	asks = $state(false);
	/** the place that was touched last: what is undone was done there */
	active = $state.raw<ReaderMarks>();
	#choices = $state.raw<Choices>({ colour: 'blue', thick: false, fingers: true, penKnown: false, hidden: [] });

	readonly #personId: string;
	readonly #kept: Kept<Choices>;
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
	readonly #places = new Set<ReaderMarks>();
	#penSeenAt = -Infinity;

	constructor(personId: string, ask: Ask) {
		this.#personId = personId;
		this.keys = new OwnKeys(personId, browserKeys, ask);
		this.choosing = new Choosing(ask, () => this.active?.versionId ?? null);
		this.#kept = new Kept(personId, 'but', choicesSchema, 'browser');
		this.#choices = this.#kept.read()?.value ?? this.#choices;
	}

	get choices(): Readonly<Choices> {
		return this.#choices;
	}

	choose(choice: Partial<Choices>): void {
		this.#choices = { ...this.#choices, ...choice };
		this.#kept.write(this.#choices);
	}

	/** From now on one marks for their eyes; who they are is asked first, where they are chosen by name. */
	markFor(layer: Layer): void {
		if (layer === 'chosen') this.choosing.open();
		else this.layer = layer;
		if (layer === 'unit') void this.choosing.load();
	}

	/** For these. @param readers participants' ids */
	markForChosen(readers: readonly string[]): void {
		this.choosing.choose(readers);
		this.layer = 'chosen';
	}

	/** The key by which own marks open; undefined: it is not at hand. */
	get own(): OwnKey | undefined {
		return isOwn(this.key) ? this.key : undefined;
	}

	/** A place where a paper is read. */
	join(place: ReaderMarks): void {
		this.#places.add(place);
		this.active ??= place;
	}

	leave(place: ReaderMarks): void {
		this.#places.delete(place);
		if (this.active === place) [this.active] = this.#places;
	}

	/** What is selected is highlighted on whichever page it stands. False: nothing is, on no page. */
	highlightSelected(): boolean {
		const selection = document.getSelection();
		const range = selection && selection.rangeCount > 0 && !selection.isCollapsed ? selection.getRangeAt(0) : undefined;
		if (!range || !this.own) return false;
		const pages = [...this.#places].filter((place) => place.highlight(range));
		if (pages.length > 0) selection?.removeAllRanges();
		return pages.length > 0;
	}

	isShown(layer: Layer): boolean {
		return !this.#choices.hidden.includes(layer) || (this.on && this.layer === layer);
	}

	show(layer: Layer, shown: boolean): void {
		const others = this.#choices.hidden.filter((each) => each !== layer);
		this.choose({ hidden: shown ? others : [...others, layer] });
	}

	async toggle(): Promise<void> {
		if (this.on) this.on = false;
		else if (this.own) this.on = true;
		else {
			await this.find();
			if (this.own) this.on = true;
			else this.asks = this.key !== null;
		}
	}

	/** The key is at hand. */
	unlocked(key: OwnKey): void {
		this.key = key;
		this.asks = false;
		this.on = true;
		for (const place of this.#places) place.openOwn();
	}

	/** Whether what touches the page with this draws. While a pen is at it, a hand that rests there does not. */
	draws(pointerType: string, now: number): boolean {
		if (pointerType === 'pen') {
			this.#penSeenAt = now;
			if (!this.#choices.penKnown) this.choose({ penKnown: true, fingers: false });
		}
		return pointerType !== 'touch' || (this.#choices.fingers && now - this.#penSeenAt > penIsNear);
	}

	async find(): Promise<void> {
		try {
			this.key = await this.keys.find();
		} catch {
			this.key = null;
		}
		if (!this.own) return;
		for (const place of this.#places) place.openOwn();
		// Of papers that were put away without a link.
		for (const versionId of versionsWithUnsent(this.#personId))
			if (![...this.#places].some((place) => place.versionId === versionId))
				await sendUnsent(this.#personId, versionId, 0);
	}
}

const isOwn = (key: KeyState | null): key is OwnKey => typeof key === 'object' && key !== null;
