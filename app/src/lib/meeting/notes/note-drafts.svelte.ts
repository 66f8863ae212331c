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

/** After a refusal that will pass: how long until the first next attempt, doubled each time up to the longest. ms */
const againAfter = 2_000;
const againAtLatest = 60_000;

/**
 * Sends a note. `saved`: the server has it on disk; `later`: not now, it is worth trying again; `refused`: only another
 * text or another state of the meeting would help.
 */
export type Send = (draft: Draft) => Promise<'saved' | 'later' | 'refused'>;

/**
 * The secretary's unsent writing. Every change is in the tab's storage at once and stays there until the server has
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

	readonly #key: string;
	readonly #send: Send;
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows the timers
	readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
	/** attempts in vain since the last success, by note id */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows the attempts
	readonly #vain = new Map<string, number>();
	#closed = false;

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
		this.#closed = true;
		for (const timer of this.#timers.values()) clearTimeout(timer);
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
		this.sending = [...this.sending, noteId];
		const outcome = await this.#send(draft);
		this.sending = this.sending.filter((id) => id !== noteId);
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
		try {
			sessionStorage.setItem(this.#key, JSON.stringify({ drafts, openId }));
		} catch {
			// Full: writing goes on, and the text goes to the server all the same. An older text must not stay behind: after
			// a reload it would be sent, and replace what the server has by then.
			sessionStorage.removeItem(this.#key);
		}
	}
}
