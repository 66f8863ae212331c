import { Kept } from '#lib/kept/kept.ts';
import type { Note } from '#meeting/notes.ts';
import * as v from 'valibot';

const draftSchema = v.object({
	noteId: v.string(),
	kind: v.picklist(['gist', 'conclusion', 'remark']),
	itemId: v.nullable(v.string()),
	speakerId: v.nullable(v.string()),
	text: v.string(),
	/** a person chose item or speaker: they stay when the meeting goes on */
	chosen: v.boolean(),
});
export type Draft = v.InferOutput<typeof draftSchema>;

const storedSchema = v.object({ drafts: v.pipe(v.array(draftSchema), v.readonly()), openId: v.nullable(v.string()) });

/** What is written is sent after this long without a key, in ms. */
const sendAfter = 1200;

/** After a refusal that will pass: how long until the first next attempt, doubled each time up to the longest. ms */
const againAfter = 2_000;
const againAtLatest = 60_000;

/** Who leaves does not wait longer than this for what is still on its way, in ms. */
const leaveWithin = 2_000;

/**
 * Sends a note. `saved`: the server has it on disk; `later`: not now, it is worth trying again; `refused`: only another
 * text or another state of the meeting would help.
 */
export type Send = (draft: Draft) => Promise<'saved' | 'later' | 'refused'>;

/**
 * The secretary's unsent writing. Every change is in the tab's storage at once, as this person's, and stays there until the server has
 * acknowledged that very text: neither a reload nor a dropped link loses a word. What the storage has no room for is
 * kept by the page alone until then.
 */
export class NoteDrafts {
	#drafts = $state.raw<readonly Draft[]>([]);
	/** those drafts that the server has acknowledged as they are; a change makes another object */
	#saved = $state.raw<readonly (Draft | null)[]>([]);
	/** the note being written; null: none */
	openId = $state<string | null>(null);
	/** note ids whose text is on its way */
	sending = $state.raw<readonly string[]>([]);

	readonly #kept: Kept<v.InferOutput<typeof storedSchema>>;
	readonly #leaving = new AbortController();
	readonly #send: Send;
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows the timers
	readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
	/** attempts in vain since the last success, by note id */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows the attempts
	readonly #vain = new Map<string, number>();
	#closed = false;

	constructor(personId: string, meetingId: string, send: Send) {
		this.#kept = new Kept(personId, `ghi-chep:${meetingId}`, storedSchema, 'tab');
		this.#send = send;
		// A page that goes away, or that a phone puts aside and may never wake, has no timers any more.
		const { signal } = this.#leaving;
		globalThis.addEventListener?.('pagehide', () => void this.flush(), { signal });
		globalThis.addEventListener?.('visibilitychange', () => document.hidden && void this.flush(), { signal });
		const stored = this.#kept.read();
		if (!stored) return;
		this.#drafts = stored.value.drafts;
		this.openId = stored.value.openId;
		for (const draft of this.#drafts) this.#sendLater(draft.noteId);
	}

	get(noteId: string | null): Draft | undefined {
		return this.#drafts.find((draft) => draft.noteId === noteId);
	}

	/** Whether the server has the note exactly as it is written here. */
	isSaved(noteId: string): boolean {
		return this.#saved.includes(this.get(noteId) ?? null);
	}

	start(about: Pick<Draft, 'kind' | 'itemId' | 'speakerId'>): void {
		const noteId = crypto.randomUUID();
		const written = this.#drafts.filter((draft) => draft.text.trim() !== '');
		this.#keep([...written, { noteId, ...about, text: '', chosen: false }], noteId);
	}

	edit(note: Note): void {
		const { id: noteId, kind, itemId, speakerId, text } = note;
		const others = this.#drafts.filter((draft) => draft.noteId !== noteId);
		this.#keep([...others, this.get(noteId) ?? { noteId, kind, itemId, speakerId, text, chosen: true }], noteId);
	}

	change(noteId: string, to: Partial<Omit<Draft, 'noteId'>>): void {
		this.#keep(
			this.#drafts.map((draft) => (draft.noteId === noteId ? { ...draft, ...to } : draft)),
			this.openId,
		);
		this.#sendLater(noteId);
	}

	/** Sends at once what is still unsent, and puts the editor away. */
	async finish(noteId: string): Promise<void> {
		this.openId = null;
		await this.#sendNow(noteId);
	}

	drop(noteId: string): void {
		clearTimeout(this.#timers.get(noteId));
		this.#keep(
			this.#drafts.filter((draft) => draft.noteId !== noteId),
			this.openId === noteId ? null : this.openId,
		);
	}

	/** Something written here is not yet on the server's disk. */
	get unsaved(): boolean {
		return this.#drafts.some((draft) => this.#isUnsaved(draft));
	}

	/** Sends what is unsaved at once, also what an earlier text is on its way of: the last one sent counts. */
	async flush(): Promise<void> {
		await Promise.all(this.#drafts.filter((draft) => this.#isUnsaved(draft)).map((draft) => this.#deliver(draft)));
	}

	/** Whoever leaves has said what they wanted: it is sent now. Resolves when the link is needed no longer. */
	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		this.#leaving.abort();
		for (const timer of this.#timers.values()) clearTimeout(timer);
		let late: ReturnType<typeof setTimeout> | undefined;
		await Promise.race([this.flush(), new Promise((resolve) => (late = setTimeout(resolve, leaveWithin)))]);
		clearTimeout(late);
	}

	#isUnsaved(draft: Draft): boolean {
		return draft.text.trim() !== '' && !this.#saved.includes(draft);
	}

	#sendLater(noteId: string, delay = sendAfter): void {
		clearTimeout(this.#timers.get(noteId));
		if (this.#closed) return;
		this.#timers.set(
			noteId,
			setTimeout(() => void this.#sendNow(noteId), delay),
		);
	}

	async #sendNow(noteId: string): Promise<void> {
		clearTimeout(this.#timers.get(noteId));
		const draft = this.get(noteId);
		if (!draft) return;
		const empty = draft.text.trim() === '';
		if (empty || this.isSaved(noteId)) {
			if (this.openId !== noteId) this.drop(noteId);
			return;
		}
		if (this.sending.includes(noteId)) {
			this.#sendLater(noteId);
			return;
		}
		await this.#deliver(draft);
	}

	async #deliver(draft: Draft): Promise<void> {
		const { noteId } = draft;
		this.sending = [...this.sending, noteId];
		const outcome = await this.#send(draft);
		this.sending = this.sending.toSpliced(this.sending.indexOf(noteId), 1);
		if (outcome === 'later') this.#sendAgain(noteId);
		else this.#vain.delete(noteId);
		if (outcome === 'saved') this.#saved = [...this.#saved.filter((each) => each?.noteId !== noteId), draft];
		// Typed on meanwhile: what is new goes out by its own timer, set by `change`.
		if (this.isSaved(noteId) && this.openId !== noteId) this.drop(noteId);
	}

	#sendAgain(noteId: string): void {
		const vain = this.#vain.get(noteId) ?? 0;
		this.#vain.set(noteId, vain + 1);
		this.#sendLater(noteId, Math.min(againAfter * 2 ** vain, againAtLatest));
	}

	#keep(drafts: readonly Draft[], openId: string | null): void {
		this.#drafts = drafts;
		this.openId = openId;
		// Without room for it nothing stays: after a reload an older text would be sent, and replace what the server has.
		if (drafts.length > 0) this.#kept.write({ drafts, openId });
		else this.#kept.remove();
	}
}
