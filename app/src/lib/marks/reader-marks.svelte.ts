import { Kept } from '#lib/kept/kept.ts';
import { fetchMarkTexts } from '#lib/i18n/own-language.ts';
import * as v from 'valibot';
import CarryOver from './CarryOver.svelte';
import { Carrying } from './carrying.svelte.ts';
import type { Signed } from './authors.ts';
import { browserKeys } from './device-keys.ts';
import { inkColours, type Content, type Mark } from './mark.ts';
import MarksLayer from './MarksLayer.svelte';
import MarkTools from './MarkTools.svelte';
import { OwnKeys, type KeyState, type OwnKey } from './own-key.ts';
import { PaperMarks } from './paper-marks.svelte.ts';
import { canSeal } from './seal.ts';
import { SharedMarks, type Hearing, type SharedMark } from './shared-marks.svelte.ts';
import { sendUnsent, versionsWithUnsent, type Ask } from './unsent.ts';
import { mayTakeOff, sharedLayers, type SharedLayer } from '#meeting/shared-marks.ts';
import type { Participation } from '#meeting/plan.ts';

export const tools = ['pen', 'highlighter', 'eraser', 'note', 'agree', 'amend'] as const;
export type Tool = (typeof tools)[number];

/** For whose eyes what is marked is. */
export const layers = ['own', ...sharedLayers] as const;
export type Layer = (typeof layers)[number];

/** The meeting in which one reads. */
export interface MarkMeeting extends Hearing {
	nameOf(participantId: string): string;
	/** null: not known yet */
	readonly plan: Participation | null;
}

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

/** In points. */
export const inkWidths = { pen: { thin: 2.2, thick: 4.5 }, highlighter: { thin: 12, thick: 20 } } as const;

/** A palm comes to rest while the pen is up for a moment, in ms. */
const penIsNear = 1_500;

/** A note that is written, or is to be. */
export interface Editing {
	readonly page: number;
	readonly x: number;
	readonly y: number;
	/** undefined: it is new */
	readonly mark?: Mark;
}

/** Marking in one place where papers are read. It is fetched when somebody who may mark opens a paper. */
export class ReaderMarks {
	readonly Layer = MarksLayer;
	readonly Tools = MarkTools;
	readonly CarryOver = CarryOver;
	readonly keys: OwnKeys;

	/** the tools are out: what touches the page draws, and turns no page */
	on = $state(false);
	tool = $state<Tool>('pen');
	paper = $state.raw<PaperMarks>();
	/** from or to another version of what is read */
	carrying = $state.raw<Carrying>();
	/** what others show on it, and what is shown to them */
	shared = $state.raw<SharedMarks>();
	/** shared marks that are looked at: whose they are */
	looked = $state.raw<Signed>();
	/** what is marked now is for their eyes */
	layer = $state<Layer>('own');
	/** null: not known yet, or the link does not let it be known */
	key = $state.raw<KeyState | null>(null);
	/** the person is asked for their code, or is given one */
	asks = $state(false);
	editing = $state.raw<Editing>();
	#choices = $state.raw<Choices>({ colour: 'blue', thick: false, fingers: true, penKnown: false, hidden: [] });

	readonly #personId: string;
	readonly #meeting: MarkMeeting;
	readonly #ask: Ask;
	readonly #kept: Kept<Choices>;
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
	readonly #laid = new Map<HTMLElement, (range: Range) => boolean>();
	#versionId: string | null = null;
	#penSeenAt = -Infinity;

	private constructor(personId: string, meeting: MarkMeeting, ask: Ask) {
		this.#personId = personId;
		this.#meeting = meeting;
		this.#ask = ask;
		this.keys = new OwnKeys(personId, browserKeys, ask);
		this.#kept = new Kept(personId, 'but', choicesSchema, 'browser');
		this.#choices = this.#kept.read()?.value ?? this.#choices;
	}

	/** Undefined where a browser cannot keep marks from others. Rejects without a link. @param ask what is asked without one may be answered by what was kept */
	static async begin(personId: string, meeting: MarkMeeting, ask: Ask): Promise<ReaderMarks | undefined> {
		if (!canSeal()) return undefined;
		await fetchMarkTexts();
		const marks = new ReaderMarks(personId, meeting, ask);
		void marks.#find();
		return marks;
	}

	get choices(): Readonly<Choices> {
		return this.#choices;
	}

	choose(choice: Partial<Choices>): void {
		this.#choices = { ...this.#choices, ...choice };
		this.#kept.write(this.#choices);
	}

	/** The paper that is read; null: none. */
	open(versionId: string | null): void {
		if (versionId === this.#versionId) return;
		this.#versionId = versionId;
		this.editing = this.looked = undefined;
		this.layer = 'own';
		this.shared?.close();
		const [me, hearing, ask] = [this.me, this.#meeting, this.#ask];
		const place = { me, named: hearing.nameOf(me), hearing, ask };
		this.shared = versionId === null ? undefined : new SharedMarks({ versionId, ...place });
		void this.shared?.load();
		this.#begin();
	}

	get me(): string {
		return this.#personId;
	}

	/** Whether this person may take a shared mark off the paper. */
	mayTakeOff(authorId: string): boolean {
		const { plan } = this.#meeting;
		return plan !== null && mayTakeOff(plan, this.#personId, { authorId, layer: 'meeting' });
	}

	isShown(layer: Layer): boolean {
		return !this.#choices.hidden.includes(layer) || (this.on && this.layer === layer);
	}

	show(layer: Layer, shown: boolean): void {
		const others = this.#choices.hidden.filter((each) => each !== layer);
		this.choose({ hidden: shown ? others : [...others, layer] });
	}

	/** A page is here to be marked; the way back says that it is not any more. `highlight`: what of a selection stands on it */
	lay(layer: HTMLElement, highlight: (range: Range) => boolean): () => void {
		this.#laid.set(layer, highlight);
		return () => this.#laid.delete(layer);
	}

	/** Highlights the text that is selected. False: none is, on no page. */
	highlightSelected(): boolean {
		const selection = document.getSelection();
		const range = selection && selection.rangeCount > 0 && !selection.isCollapsed ? selection.getRangeAt(0) : undefined;
		if (!range || !isOwn(this.key)) return false;
		const pages = [...this.#laid.values()].filter((highlight) => highlight(range));
		if (pages.length > 0) selection?.removeAllRanges();
		return pages.length > 0;
	}

	/** To the page in the middle of what is seen: what was chosen by keys is put by keys. */
	focusPage(): void {
		const middle = window.innerHeight / 2;
		const layers = [...this.#laid.keys()];
		const layer = layers.find((each) => {
			const { top, bottom } = each.getBoundingClientRect();
			return top <= middle && bottom >= middle;
		});
		(layer ?? layers[0])?.focus();
	}

	/** Saves the paper that is read with own marks on it. Rejects where it cannot be had or written on. */
	async save(title: string): Promise<void> {
		const [versionId, marks] = [this.#versionId, this.paper?.all ?? []];
		if (versionId === null) return;
		const { exportMarked } = await import('./export-marked.ts');
		await exportMarked(versionId, title, marks);
	}

	/** Own marks of a page that are shown. */
	ownOn(page: number): readonly Mark[] {
		return this.isShown('own') ? (this.paper?.byPage.get(page) ?? []) : [];
	}

	/** Shared ones of a page that are shown. */
	sharedOn(page: number): readonly SharedMark[] {
		return (this.shared?.byPage.get(page) ?? []).filter(({ layer }) => this.isShown(layer));
	}

	/** What an eraser takes away: own marks of the layer on which one marks. */
	erasableOn(page: number): readonly Mark[] {
		if (this.layer === 'own') return this.ownOn(page);
		return this.sharedOn(page).filter(({ layer, authorId }) => layer === this.layer && authorId === this.me);
	}

	erase(marks: readonly Mark[]): void {
		if (this.layer === 'own') return this.paper?.remove(marks);
		const own = this.shared?.all.filter(({ id }) => marks.some((mark) => mark.id === id));
		void this.shared?.takeOff(own ?? []);
	}

	get canUndo(): boolean {
		return (this.layer === 'own' ? this.paper?.canUndo : this.shared?.canUndo(this.layer)) ?? false;
	}

	undo(): void {
		if (this.layer === 'own') this.paper?.undo();
		else void this.shared?.undo(this.layer);
	}

	async toggle(): Promise<void> {
		if (this.on) this.on = false;
		else if (isOwn(this.key)) this.on = true;
		else {
			await this.#find();
			if (isOwn(this.key)) this.on = true;
			else this.asks = this.key !== null;
		}
	}

	/** The key is at hand. */
	unlocked(key: OwnKey): void {
		this.key = key;
		this.asks = false;
		this.on = true;
		this.#begin();
	}

	/** Whether what touches the page with this draws. While a pen is at it, a hand that rests there does not. */
	draws(pointerType: string, now: number): boolean {
		if (pointerType === 'pen') {
			this.#penSeenAt = now;
			if (!this.#choices.penKnown) this.choose({ penKnown: true, fingers: false });
		}
		return pointerType !== 'touch' || (this.#choices.fingers && now - this.#penSeenAt > penIsNear);
	}

	put(page: number, content: Content): void {
		if (this.layer === 'own') this.paper?.add(page, content);
		else this.shared?.put(page, content, this.layer satisfies SharedLayer);
	}

	/** What was written is kept however the note is put away; nothing written is no note. */
	finishNote(text: string): void {
		const { editing, paper } = this;
		this.editing = undefined;
		if (!editing || !paper) return;
		const { page, x, y, mark } = editing;
		if (text.trim() === '') return paper.remove(mark ? [mark] : []);
		const content = { kind: 'note', x, y, text } as const;
		if (!mark) this.put(page, content);
		else if (mark.content.kind !== 'note' || mark.content.text !== text) paper.change(mark, content);
	}

	close(): void {
		this.shared?.close();
		this.#closeOwn();
	}

	#closeOwn(): void {
		this.carrying?.close();
		this.paper?.close();
	}

	async #find(): Promise<void> {
		try {
			this.key = await this.keys.find();
		} catch {
			this.key = null;
		}
		if (!isOwn(this.key)) return;
		this.#begin();
		// Of papers that were put away without a link.
		for (const versionId of versionsWithUnsent(this.#personId))
			if (versionId !== this.#versionId) await sendUnsent(this.#personId, versionId, 0);
	}

	#begin(): void {
		this.#closeOwn();
		this.paper = this.carrying = undefined;
		const [personId, versionId, own] = [this.#personId, this.#versionId, this.key];
		if (versionId === null || !isOwn(own)) return;
		const marksOf = (of: string) => new PaperMarks({ personId, versionId: of, own, ask: this.#ask });
		const paper = marksOf(versionId);
		this.paper = paper;
		this.carrying = new Carrying({ personId, versionId, paper, marksOf });
		void paper.load();
	}
}

const isOwn = (key: KeyState | null): key is OwnKey => typeof key === 'object' && key !== null;
