import type { Note } from '#meeting/notes.ts';
import type { Plan } from '#meeting/plan.ts';
import type { MeetingState } from '#meeting/state.ts';
import type { Entry, Person, Remark, Speech } from './minutes.ts';
import { recordVote } from './vote-record.ts';

/** What happened while one item ran (null: outside all of them), in order. */
export function courseOf(state: MeetingState, plan: Plan, itemId: string | null, showsUnpublished: boolean): Entry[] {
	const here = (each: { readonly itemId: string | null }) => knownItem(plan, each.itemId) === itemId;
	const notes = state.notes.filter(here);
	const votes = state.votes.filter(here).map((vote) => recordVote(vote, state.votes, showsUnpublished));
	const remarks = notes.filter((note) => note.kind === 'remark' || (note.kind === 'conclusion' && itemId !== null));
	const entries: Entry[] = [
		...speechesOf(state, plan, itemId, notes),
		...votes,
		...remarks.map(({ kind, at, text }): Remark => ({ kind: kind as Remark['kind'], at, text })),
	];
	// A conclusion closes its item, whenever the secretary came to write it.
	return entries.sort((a, b) => Number(a.kind === 'conclusion') - Number(b.kind === 'conclusion') || a.at - b.at);
}

/** An item taken off the agenda while the meeting ran leaves what was said under it to the meeting as a whole. */
const knownItem = (plan: Plan, itemId: string | null) => (plan.agenda.some(({ id }) => id === itemId) ? itemId : null);

interface Spoken {
	readonly participantId: string | null;
	readonly from: number;
	readonly to: number | null;
	readonly timed: boolean;
	readonly gists: string[];
}

/** Speeches with what was written down of each; a gist without a speech stands by itself. */
function speechesOf(state: MeetingState, plan: Plan, itemId: string | null, notes: readonly Note[]): Speech[] {
	const { speeches, holder } = state.floor;
	const spoken: Spoken[] = (holder ? [...speeches, holder] : speeches)
		.filter((speech) => knownItem(plan, speech.itemId) === itemId)
		.map(({ participantId, from, to }) => ({ participantId, from, to, timed: true, gists: [] }));
	for (const note of notes) {
		if (note.kind !== 'gist') continue;
		const theirs = spoken.filter((speech) => speech.timed && speech.participantId === note.speakerId);
		const speech = theirs.findLast(({ from }) => from <= note.at);
		if (speech) speech.gists.push(note.text);
		else spoken.push({ participantId: note.speakerId, from: note.at, to: null, timed: false, gists: [note.text] });
	}
	return spoken.map(({ participantId, from, to, timed, gists }) => ({
		kind: 'speech',
		at: from,
		to,
		timed,
		speaker: personOf(state, participantId),
		gists,
	}));
}

/** Also somebody whom a revised plan no longer has: what they said was said. */
export function personOf({ plan, formerParticipants }: MeetingState, id: string | null): Person {
	const participant = [...(plan?.participants ?? []), ...formerParticipants].find((each) => each.id === id);
	return { name: participant?.name ?? 'Ý kiến tại cuộc họp', position: participant?.position ?? '' };
}
