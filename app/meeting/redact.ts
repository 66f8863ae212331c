import type { Note } from './notes.ts';
import { getParticipant, mayReadPaper, maySee, type Plan } from './plan.ts';
import type { MeetingEvent, Recorded } from './record.ts';
import { mayByRole } from './rights.ts';
import type { MeetingState } from './state.ts';
import type { Vote } from './vote/events.ts';

/**
 * What a reader is told of a meeting: neither notes and papers of items that are closed to them, nor a result before it
 * is published. Readers who may see the same are one audience, and share what is told.
 */
export type Audience = string & { readonly audience: unique symbol };

/** Depends on the plan: an audience is asked for anew when the plan is revised. */
export function audienceOf(plan: Plan, readerId: string): Audience {
	const sees = [hearsResults(plan, readerId), maySee(plan, readerId, 'closed'), maySee(plan, readerId, 'restricted')];
	return sees.map(Number).join('') as Audience;
}

/** An event as `readerId` is told it. `state`: the meeting after it. The sequence number stays, so that there is no gap. */
export function redact(recorded: Recorded, state: MeetingState, readerId: string): Recorded {
	const event = redactEvent(recorded.event, state, readerId);
	return event === recorded.event ? recorded : { ...recorded, event };
}

function redactEvent(event: MeetingEvent, { plan }: MeetingState, readerId: string): MeetingEvent {
	if (!plan) return event;
	switch (event.type) {
		case 'meeting-opened':
		case 'plan-revised':
			return { ...event, plan: redactPlan(event.plan, readerId) };
		case 'note-written':
			return maySeeItem(plan, readerId, event.itemId) ? event : { type: 'withheld' };
		case 'document-presented':
			// What was shown before is shown no more.
			return maySeePresented(plan, readerId, event) ? event : { type: 'presenting-ended' };
		case 'presenting-asked':
			return maySeePresented(plan, readerId, event)
				? event
				: { type: 'presenting-ask-ended', participantId: event.participantId };
		case 'vote-closed':
			return hearsResults(plan, readerId) ? event : { ...event, result: null };
		// Everybody may know these. A kind of event that stands nowhere here does not compile.
		case 'withheld':
		case 'meeting-started':
		case 'meeting-paused':
		case 'meeting-resumed':
		case 'meeting-ended':
		case 'device-connected':
		case 'device-disconnected':
		case 'sound-taken':
		case 'seat-left':
		case 'seat-taken':
		case 'item-started':
		case 'item-ended':
		case 'item-skipped':
		case 'floor-requested':
		case 'floor-withdrawn':
		case 'floor-granted':
		case 'floor-ended':
		case 'floor-limit-set':
		case 'floor-time-reached':
		case 'stage-mode-set':
		case 'stage-places-set':
		case 'stage-directed':
		case 'stage-cued':
		case 'poll-started':
		case 'poll-advanced':
		case 'poll-stopped':
		case 'address-begun':
		case 'address-ended':
		case 'content-shared':
		case 'content-ended':
		case 'page-turned':
		case 'presenting-ended':
		case 'presenting-ask-ended':
		case 'vote-opened':
		case 'ballot-cast':
		case 'vote-published':
		case 'vote-cancelled':
		case 'note-removed':
			return event;
	}
}

/** The meeting as `readerId` would have it after hearing every event redacted. */
export function redactState(state: MeetingState, readerId: string): MeetingState {
	const { plan, presenting, presentingAsks, notes, votes } = state;
	if (!plan) return state;
	const seesNote = (note: Note) => maySeeItem(plan, readerId, note.itemId);
	const seesResult = (vote: Vote) => vote.phase === 'published' || hearsResults(plan, readerId);
	return {
		...state,
		plan: redactPlan(plan, readerId),
		presenting: presenting && maySeePresented(plan, readerId, presenting) ? presenting : null,
		presentingAsks: presentingAsks.filter((ask) => maySeePresented(plan, readerId, ask)),
		notes: notes.filter(seesNote),
		votes: votes.map((vote) => (seesResult(vote) ? vote : { ...vote, result: null })),
	};
}

const redactPlan = (plan: Plan, readerId: string): Plan => ({
	...plan,
	papers: plan.papers.filter((paper) => mayReadPaper(plan, readerId, paper)),
});

/** By the document: the version that is shown may have been superseded since. */
function maySeePresented(plan: Plan, readerId: string, { documentId }: { readonly documentId: string }): boolean {
	const paper = plan.papers.find((each) => each.documentId === documentId);
	return paper === undefined || mayReadPaper(plan, readerId, paper);
}

function maySeeItem(plan: Plan, readerId: string, itemId: string | null): boolean {
	const item = plan.agenda.find((each) => each.id === itemId);
	return item === undefined || maySee(plan, readerId, item.access);
}

/** The chair and the secretary know a result before it is published. */
const hearsResults = (plan: Plan, readerId: string): boolean =>
	mayByRole(getParticipant({ plan }, readerId)?.roles ?? [], 'see-results');
