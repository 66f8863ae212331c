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

const storedSchema = v.pipe(
	v.string(),
	v.parseJson(),
	v.object({ drafts: v.array(draftSchema), openId: v.nullable(v.string()) }),
);

/** What is written is sent after this long without a key, in ms. */
const sendAfter = 1200;

/** Sends a note; true once the server has it on disk. */
type Send = (draft: Draft) => Promise<boolean>;

/**
 * The secretary's unsent writing. Every change is in the tab's storage at once and stays there until the server has
 * acknowledged that very text: neither a reload nor a dropped link loses a word.
 */
export class NoteDrafts {
	#drafts = $state.raw<readonly Draft[]>([]);
	/** those drafts that the server has acknowledged as they are; a change makes another object */
	#saved = $state.raw<readonly (Draft | null)[]>([]);
	/** the note being written; null: none */
	openId = $state<string | null>(null);
	/** note ids whose text is on its way */
	sending = $state.raw<readonly string[]>([]);

	readonly #key: string;
	readonly #send: Send;
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows the timers
	readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

	constructor(meetingId: string, send: Send) {
		this.#key = `ghi-chep:${meetingId}`;
		this.#send = send;
		const stored = v.safeParse(storedSchema, sessionStorage.getItem(this.#key));
		if (!stored.success) return;
		this.#drafts = stored.output.drafts;
		this.openId = stored.output.openId;
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

	close(): void {
		for (const timer of this.#timers.values()) clearTimeout(timer);
	}

	#sendLater(noteId: string): void {
		clearTimeout(this.#timers.get(noteId));
		this.#timers.set(
			noteId,
			setTimeout(() => void this.#sendNow(noteId), sendAfter),
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
		this.sending = [...this.sending, noteId];
		const acknowledged = await this.#send(draft);
		this.sending = this.sending.filter((id) => id !== noteId);
		if (acknowledged) this.#saved = [...this.#saved.filter((each) => each?.noteId !== noteId), draft];
		// Typed on meanwhile: what is new goes out by its own timer, set by `change`.
		if (this.isSaved(noteId) && this.openId !== noteId) this.drop(noteId);
	}

	#keep(drafts: readonly Draft[], openId: string | null): void {
		this.#drafts = drafts;
		this.openId = openId;
		sessionStorage.setItem(this.#key, JSON.stringify({ drafts, openId }));
	}
}
