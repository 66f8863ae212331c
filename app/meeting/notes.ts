import * as v from 'valibot';
import { actingParticipant, command, happened } from './command.ts';
import { idSchema, textSchema } from './input.ts';
import { getParticipant } from './plan.ts';
import { seesItem, type TellingOf, type View } from './reader.ts';
import type { Recorded } from './record.ts';
import { refuse } from './refusal.ts';
import type { MeetingState } from './state.ts';

const kinds = ['gist', 'conclusion', 'remark'] as const;

export type NoteEvent =
	| {
			readonly type: 'note-written';
			readonly noteId: string;
			readonly kind: Note['kind'];
			readonly itemId: string | null;
			readonly speakerId: string | null;
			readonly text: string;
			readonly participantId: string;
	  }
	| { readonly type: 'note-removed'; readonly noteId: string };

export const noteTelling: TellingOf<NoteEvent> = {
	'note-written': (event, view) =>
		// It may have stood under another item before.
		seesItem(view, event.itemId) ? event : { type: 'note-removed', noteId: event.noteId },
	'note-removed': 'everybody',
};

export const redactNotes = (notes: readonly Note[], view: View): readonly Note[] =>
	notes.filter(({ itemId }) => seesItem(view, itemId));

/** What the secretary writes down for the minutes. */
export interface Note {
	readonly id: string;
	/** the gist of what a speaker said, the chair's conclusion, or a remark on the course */
	readonly kind: (typeof kinds)[number];
	readonly itemId: string | null;
	readonly speakerId: string | null;
	readonly text: string;
	readonly writtenBy: string;
	/** ms since the epoch, of the first writing under its item: one that is moved stands there as if it were new */
	readonly at: number;
}

export function evolveNotes(notes: readonly Note[], { at, event }: Recorded): readonly Note[] {
	if (event.type === 'note-removed') return notes.filter((note) => note.id !== event.noteId);
	if (event.type !== 'note-written') return notes;
	const { noteId: id, kind, itemId, speakerId, text, participantId } = event;
	const before = notes.find((note) => note.id === id && note.itemId === itemId);
	const note: Note = { id, kind, itemId, speakerId, text, writtenBy: participantId, at: before?.at ?? at };
	if (before) return notes.map((each) => (each.id === id ? note : each));
	return [...notes.filter((each) => each.id !== id), note];
}

const mostNotes = 2000;

/** Invited, or spoke before a revised plan left them out. */
const mayHaveSpoken = (state: MeetingState, id: string) =>
	getParticipant(state, id) !== undefined || state.floor.speeches.some((speech) => speech.participantId === id);

export const noteCommands = {
	/** Writing under an id that exists replaces that note; the journal keeps what it said before. */
	'write-note': command({
		input: v.strictObject({
			noteId: idSchema,
			kind: v.picklist(kinds),
			itemId: v.nullable(idSchema),
			speakerId: v.nullable(idSchema),
			text: textSchema(10_000),
		}),
		by: ['secretary', 'chair'],
		decide: (state, input, circumstances) => {
			// The secretary completes notes after the end too, until the minutes are drawn up.
			if (state.lifecycle.phase === 'planned') return refuse('meeting-not-open');
			const exists = state.notes.some((note) => note.id === input.noteId);
			if (!exists && state.notes.length >= mostNotes) return refuse('too-many-notes');
			if (input.itemId !== null && !state.plan?.agenda.some((item) => item.id === input.itemId))
				return refuse('no-such-item');
			if (input.speakerId !== null && !mayHaveSpoken(state, input.speakerId)) return refuse('no-such-participant');
			return happened({ type: 'note-written', ...input, participantId: actingParticipant(circumstances) ?? 'system' });
		},
	}),
	'remove-note': command({
		input: v.strictObject({ noteId: idSchema }),
		by: ['secretary', 'chair'],
		decide: (state, { noteId }) =>
			state.notes.some((note) => note.id === noteId)
				? happened({ type: 'note-removed', noteId })
				: refuse('no-such-note'),
	}),
};
