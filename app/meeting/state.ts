import { agendaBefore, evolveAgenda, type AgendaState } from './agenda.ts';
import { attendanceBefore, evolveAttendance, type AttendanceState } from './attendance.ts';
import { evolveFloor, floorBefore, type FloorState } from './floor.ts';
import { evolveLifecycle, lifecycleBefore, type LifecycleState } from './lifecycle.ts';
import { evolveNotes, type Note } from './notes.ts';
import type { Participant, Plan } from './plan.ts';
import { applyDifference } from './plan-difference.ts';
import { evolvePresenting, type Presenting } from './presenting.ts';
import type { MeetingEvent, Recorded } from './record.ts';
import { evolveStage, stageBefore, type StageState } from './stage/state.ts';
import { evolveVotes } from './vote/evolve.ts';
import type { Vote } from './vote/events.ts';

/** A meeting as it stands: plain JSON, a pure fold over its journal, the same on the server and in every browser. */
export interface MeetingState {
	/** sequence number of the last event folded in; 0: nothing happened yet */
	readonly seq: number;
	/** null until the meeting opens */
	readonly plan: Plan | null;
	/** whom an earlier plan had and the present one has no more: they may have spoken and voted */
	readonly formerParticipants: readonly Participant[];
	readonly lifecycle: LifecycleState;
	readonly attendance: AttendanceState;
	readonly agenda: AgendaState;
	readonly floor: FloorState;
	readonly stage: StageState;
	readonly presenting: Presenting | null;
	/** who would present in the place of a chair who does */
	readonly presentingAsks: readonly Presenting[];
	/** in the order in which they were opened */
	readonly votes: readonly Vote[];
	readonly notes: readonly Note[];
}

export const meetingBefore: MeetingState = {
	seq: 0,
	plan: null,
	formerParticipants: [],
	lifecycle: lifecycleBefore,
	attendance: attendanceBefore,
	agenda: agendaBefore,
	floor: floorBefore,
	stage: stageBefore,
	presenting: null,
	presentingAsks: [],
	votes: [],
	notes: [],
};

export function evolve(state: MeetingState, recorded: Recorded): MeetingState {
	const planned = evolvePlan(state, recorded);
	return {
		seq: recorded.seq,
		...planned,
		lifecycle: evolveLifecycle(state.lifecycle, recorded),
		attendance: evolveAttendance(state.attendance, recorded, planned.plan),
		agenda: evolveAgenda(state.agenda, recorded),
		floor: evolveFloor(state.floor, recorded, state.agenda.runningId),
		stage: evolveStage(state, recorded),
		...evolvePresenting(state, recorded),
		votes: evolveVotes(state.votes, recorded),
		notes: evolveNotes(state.notes, recorded),
	};
}

function evolvePlan(
	{ plan, formerParticipants }: MeetingState,
	{ event }: Recorded,
): Pick<MeetingState, 'plan' | 'formerParticipants'> {
	const next = planAfter(plan, event);
	if (next === plan || !next) return { plan, formerParticipants };
	const present = new Set(next.participants.map(({ id }) => id));
	const former = [...formerParticipants, ...(plan?.participants ?? [])].filter(({ id }) => !present.has(id));
	return { plan: next, formerParticipants: former };
}

function planAfter(plan: Plan | null, event: MeetingEvent): Plan | null {
	if (event.type === 'meeting-opened' || event.type === 'plan-revised') return event.plan;
	return event.type === 'plan-changed' && plan ? applyDifference(plan, event.difference) : plan;
}

export const replay = (journal: Iterable<Recorded>, from: MeetingState = meetingBefore): MeetingState => {
	let state = from;
	for (const recorded of journal) state = evolve(state, recorded);
	return state;
};
