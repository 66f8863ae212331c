import { fetchMarkTexts } from '#lib/i18n/own-language.ts';
import CarryOver from './CarryOver.svelte';
import { Carrying } from './carrying.svelte.ts';
import type { Signed } from './authors.ts';
import type { Content, Mark } from './mark.ts';
import { MarkDesk } from './mark-desk.svelte.ts';
import MarkDialogs from './MarkDialogs.svelte';
import MarksLayer from './MarksLayer.svelte';
import MarkTools from './MarkTools.svelte';
import { PaperMarks } from './paper-marks.svelte.ts';
import { canSeal } from './seal.ts';
import { SharedMarks, type Hearing, type SharedMark } from './shared-marks.svelte.ts';
import type { Ask } from './unsent.ts';
import { mayTakeOff, type SharedLayer } from '#meeting/shared-marks.ts';
import type { Participation } from '#meeting/plan.ts';

/** The meeting in which one reads. */
export interface MarkMeeting extends Hearing {
	nameOf(participantId: string): string;
	/** null: not known yet */
	readonly plan: Participation | null;
}

/** In points. */
export const inkWidths = { pen: { thin: 2.2, thick: 4.5 }, highlighter: { thin: 12, thick: 20 } } as const;

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
	readonly Dialogs = MarkDialogs;
	readonly CarryOver = CarryOver;
	readonly desk: MarkDesk;

	paper = $state.raw<PaperMarks>();
	/** from or to another version of what is read */
	carrying = $state.raw<Carrying>();
	/** what others show on it, and what is shown to them */
	shared = $state.raw<SharedMarks>();
	/** shared marks that are looked at: whose they are */
	looked = $state.raw<Signed>();
	editing = $state.raw<Editing>();
	readonly #personId: string;
	readonly #meeting: MarkMeeting;
	readonly #ask: Ask;
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
	readonly #laid = new Map<HTMLElement, (range: Range) => boolean>();
	#versionId: string | null = null;

	private constructor(personId: string, meeting: MarkMeeting, ask: Ask, desk = new MarkDesk(personId, ask)) {
		this.#personId = personId;
		this.#meeting = meeting;
		this.#ask = ask;
		this.desk = desk;
		desk.join(this);
	}

	/** Undefined where a browser cannot keep marks from others. Rejects without a link. @param ask what is asked without one may be answered by what was kept */
	static async begin(personId: string, meeting: MarkMeeting, ask: Ask): Promise<ReaderMarks | undefined> {
		if (!canSeal()) return undefined;
		await fetchMarkTexts();
		const marks = new ReaderMarks(personId, meeting, ask);
		void marks.desk.find();
		return marks;
	}

	/** Another place beside it, where the same tools mark another paper. */
	beside(): ReaderMarks {
		return new ReaderMarks(this.#personId, this.#meeting, this.#ask, this.desk);
	}

	/** The version that is read here; null: none. */
	get versionId(): string | null {
		return this.#versionId;
	}

	/** What is touched from now on is here. */
	touch(): void {
		this.desk.active = this;
	}

	/** The paper that is read; null: none. */
	open(versionId: string | null): void {
		if (versionId === this.#versionId) return;
		this.#versionId = versionId;
		this.editing = this.looked = undefined;
		this.desk.layer = 'own';
		this.desk.choosing.close();
		this.shared?.close();
		const [me, hearing, ask] = [this.me, this.#meeting, this.#ask];
		const place = { me, named: hearing.nameOf(me), hearing, ask };
		this.shared = versionId === null ? undefined : new SharedMarks({ versionId, ...place });
		void this.shared?.load();
		this.openOwn();
	}

	get me(): string {
		return this.#personId;
	}

	/** Whether this person may take a shared mark off the paper. */
	mayTakeOff(authorId: string): boolean {
		const { plan } = this.#meeting;
		return plan !== null && mayTakeOff(plan, this.#personId, { authorId, layer: 'meeting' });
	}

	/** A page is here to be marked; the way back says that it is not any more. `highlight`: what of a selection stands on it */
	lay(layer: HTMLElement, highlight: (range: Range) => boolean): () => void {
		this.#laid.set(layer, highlight);
		return () => this.#laid.delete(layer);
	}

	/** Highlights what of it stands on a page here. False: nothing does. */
	highlight(range: Range): boolean {
		return [...this.#laid.values()].filter((highlight) => highlight(range)).length > 0;
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
		return this.desk.isShown('own') ? (this.paper?.byPage.get(page) ?? []) : [];
	}

	/** Shared ones of a page that are shown. */
	sharedOn(page: number): readonly SharedMark[] {
		return (this.shared?.byPage.get(page) ?? []).filter(({ layer }) => this.desk.isShown(layer));
	}

	/** What an eraser takes away: own marks of the layer on which one marks. */
	erasableOn(page: number): readonly Mark[] {
		if (this.desk.layer === 'own') return this.ownOn(page);
		return this.sharedOn(page).filter(({ layer, authorId }) => layer === this.desk.layer && authorId === this.me);
	}

	erase(marks: readonly Mark[]): void {
		if (this.desk.layer === 'own') return this.paper?.remove(marks);
		const own = this.shared?.all.filter(({ id }) => marks.some((mark) => mark.id === id));
		void this.shared?.takeOff(own ?? []);
	}

	get canUndo(): boolean {
		return (this.desk.layer === 'own' ? this.paper?.canUndo : this.shared?.canUndo(this.desk.layer)) ?? false;
	}

	undo(): void {
		if (this.desk.layer === 'own') this.paper?.undo();
		else void this.shared?.undo(this.desk.layer);
	}

	put(page: number, content: Content): void {
		if (this.desk.layer === 'own') this.paper?.add(page, content);
		else this.shared?.put(page, content, this.desk.layer satisfies SharedLayer, this.desk.choosing.readers);
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
		this.desk.leave(this);
		this.shared?.close();
		this.#closeOwn();
	}

	#closeOwn(): void {
		this.carrying?.close();
		this.paper?.close();
	}

	/** Own marks, where the key is at hand. */
	openOwn(): void {
		this.#closeOwn();
		this.paper = this.carrying = undefined;
		const [personId, versionId, own] = [this.#personId, this.#versionId, this.desk.own];
		if (versionId === null || !own) return;
		const marksOf = (of: string) => new PaperMarks({ personId, versionId: of, own, ask: this.#ask });
		const paper = marksOf(versionId);
		this.paper = paper;
		this.carrying = new Carrying({ personId, versionId, paper, marksOf });
		void paper.load();
	}
}
