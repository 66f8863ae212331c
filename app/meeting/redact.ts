import { agendaTelling } from './agenda.ts';
import { attendanceTelling } from './attendance.ts';
import { floorTelling } from './floor.ts';
import { lifecycleTelling } from './lifecycle.ts';
import { noteTelling, redactNotes } from './notes.ts';
import { levelOf } from './paper-rights.ts';
import { getParticipant, maySee, ofPlan, type Plan } from './plan.ts';
import { presentingTelling, seesPresented } from './presenting.ts';
import type { Reader, TellingOf, TellingOfParts, View } from './reader.ts';
import type { MeetingEvent, Recorded } from './record.ts';
import { redactPlan } from './redact-plan.ts';
import { allows } from './rights.ts';
import { addressTelling } from './stage/address.ts';
import { pollTelling } from './stage/poll.ts';
import { stageTelling } from './stage/state.ts';
import type { MeetingState } from './state.ts';
import { listsOf, redactVotes, voteTelling } from './vote/telling.ts';

const events: TellingOf<MeetingEvent> = {
	...lifecycleTelling,
	...attendanceTelling,
	...agendaTelling,
	...floorTelling,
	...stageTelling,
	...pollTelling,
	...addressTelling,
	...presentingTelling,
	...voteTelling,
	...noteTelling,
};

const parts: TellingOfParts<MeetingState> = {
	seq: 'everybody',
	plan: (plan, { reader }) => plan && redactPlan(plan, reader),
	formerParticipants: 'everybody',
	lifecycle: 'everybody',
	attendance: 'everybody',
	agenda: 'everybody',
	floor: 'everybody',
	stage: 'everybody',
	presenting: (presenting, view) => (presenting && seesPresented(view, presenting) ? presenting : null),
	presentingAsks: (asks, view) => asks.filter((ask) => seesPresented(view, ask)),
	votes: redactVotes,
	notes: redactNotes,
};

/** Those who may see the same, and share what is told. */
export type Audience = string & { readonly audience: unique symbol };

/** Depends on the plan and on who is on the lists of votes: an audience is asked for anew when the plan is revised or a vote opened. */
export function audienceOf(state: MeetingState, plan: Plan, readerId: string): Audience {
	const { results, closed, restricted, lists, papers } = readerOf(state, plan, readerId);
	return [[results, closed, restricted].map(Number).join(''), [...papers.values()].join(), ...lists].join(
		' ',
	) as Audience;
}

function readerOf(state: MeetingState, plan: Plan, readerId: string): Reader {
	const reader: Reader = {
		// The chair and the secretary know a result before it is published.
		results: allows('see-results', { roles: getParticipant({ plan }, readerId)?.roles }),
		closed: maySee(plan, readerId, 'closed'),
		restricted: maySee(plan, readerId, 'restricted'),
		lists: [],
		papers: new Map(chosenFor(plan).map((paper) => [paper.documentId, levelOf(plan, readerId, paper)])),
	};
	return { ...reader, lists: listsOf(state, { reader, plan }, readerId) };
}

/** Mostly none: it is asked of each of hundreds. */
const chosenFor = ofPlan((plan) => plan.papers.filter(({ access }) => access !== undefined));

const viewOf = (state: MeetingState, plan: Plan, readerId: string): View => ({
	reader: readerOf(state, plan, readerId),
	plan,
	state,
});

/** An event as `readerId` is told it. `state`: the meeting after it. The sequence number stays, so that there is no gap. */
export function redact(recorded: Recorded, state: MeetingState, readerId: string): Recorded {
	if (!state.plan) return recorded;
	const { event } = recorded;
	// The table ties each kind to its event; a kind known only at run time loses that tie here.
	const telling = events[event.type] as 'everybody' | ((event: MeetingEvent, view: View) => MeetingEvent);
	if (telling === 'everybody') return recorded;
	const told = telling(event, viewOf(state, state.plan, readerId));
	return told === event ? recorded : { ...recorded, event: told };
}

/** The meeting as `readerId` would have it after hearing every event redacted. */
export function redactState(state: MeetingState, readerId: string): MeetingState {
	if (!state.plan) return state;
	const view = viewOf(state, state.plan, readerId);
	const told = Object.entries(parts).map(([name, telling]) => {
		const part = state[name as keyof MeetingState];
		return [name, telling === 'everybody' ? part : (telling as (part: unknown, view: View) => unknown)(part, view)];
	});
	return Object.fromEntries(told) as MeetingState;
}
