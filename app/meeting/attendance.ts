import { allPresences, differingIn, noPresences, presenceOf, withPresence, type Presences } from './presences.ts';
import { marked, markingTelling, wordOf, type MarkingEvent, type Word } from './marking.ts';
import { getParticipant, type Participant, type Plan } from './plan.ts';
import type { TellingOf } from './reader.ts';
import type { Recorded } from './record.ts';
import type { MeetingState } from './state.ts';
import { ended, isOpen, isWord, linked, tolerance, unlinked, type Stretches } from './stretches.ts';

export type AttendanceEvent =
	| { readonly type: 'device-connected'; readonly deviceId: string; readonly participantId: string }
	| { readonly type: 'device-disconnected'; readonly deviceId: string; readonly participantId: string }
	/** of a participant's devices this one has the sound from now on */
	| { readonly type: 'sound-taken'; readonly deviceId: string; readonly participantId: string }
	/** a person does not sit in the room that the plan says, or does so after all */
	| { readonly type: 'seat-left'; readonly participantId: string; readonly siteId: string }
	| { readonly type: 'seat-taken'; readonly participantId: string }
	| MarkingEvent;

export const attendanceTelling: TellingOf<AttendanceEvent> = {
	'device-connected': 'everybody',
	'device-disconnected': 'everybody',
	'sound-taken': 'everybody',
	'seat-left': 'everybody',
	'seat-taken': 'everybody',
	...markingTelling,
};

/** What is known of a participant. */
export interface Presence {
	/** ms since the epoch; null while a device of theirs is connected, and of whom none ever was */
	readonly lastLeftAt: number | null;
	/** The first one has the participant's sound: who came first, or took it over. */
	readonly devices: readonly string[];
	/** Of those who share a room the lowest has the sound: who came first, or took it over last. */
	readonly soundRank: number;
	/** when they are known to have been there by themselves; how it reads stands in stay.ts */
	readonly stretches: Stretches;
	/** the last that was said of them */
	readonly word: Word | null;
}

export interface AttendanceState {
	/** by participant id; of whom nothing was ever known is not in it */
	readonly came: Presences;
	/** person → the room of the plan in which they do not sit */
	readonly elsewhere: Readonly<Record<string, string>>;
}

export const attendanceBefore: AttendanceState = { came: noPresences, elsewhere: {} };

/** `plan`: as it is after the event. */
export function evolveAttendance(state: AttendanceState, recorded: Recorded, plan: Plan | null): AttendanceState {
	const { at, event } = recorded;
	switch (event.type) {
		case 'device-connected':
			return deviceCame(state, event, recorded, plan);
		case 'device-disconnected':
			return deviceWent(state, event, recorded);
		case 'sound-taken': {
			const before = presenceOf(state.came, event.participantId);
			if (!before) return state;
			const devices = [event.deviceId, ...before.devices.filter((device) => device !== event.deviceId)];
			const taken = { ...before, devices, soundRank: -recorded.seq };
			return noted(state, event.participantId, taken);
		}
		// Whoever says where they sit is there by themselves: what was said of them in the room holds no longer.
		case 'seat-left':
			return wordGone(
				{ ...state, elsewhere: { ...state.elsewhere, [event.participantId]: event.siteId } },
				[event.participantId],
				at,
			);
		case 'seat-taken': {
			const { [event.participantId]: _, ...elsewhere } = state.elsewhere;
			return { ...state, elsewhere };
		}
		case 'presence-marked': {
			const { participantId } = event;
			const before = presenceOf(state.came, participantId) ?? unknownAt(recorded.seq);
			const stretches = marked(before.stretches, event, at);
			return noted(state, participantId, { ...before, stretches, word: wordOf(event, stretches) });
		}
		case 'plan-changed':
		case 'plan-revised':
			return wordGone(
				state,
				allPresences(state.came).flatMap(([id]) => (getParticipant({ plan }, id) === undefined ? [id] : [])),
				at,
			);
		default:
			return state;
	}
}

const unknownAt = (seq: number): Presence => ({
	lastLeftAt: null,
	devices: [],
	soundRank: seq,
	stretches: [],
	word: null,
});

const noted = (state: AttendanceState, participantId: string, presence: Presence): AttendanceState => ({
	...state,
	came: withPresence(state.came, participantId, presence),
});

function deviceCame(
	state: AttendanceState,
	{ deviceId, participantId }: Extract<AttendanceEvent, { type: 'device-connected' }>,
	{ at, seq }: Recorded,
	plan: Plan | null,
): AttendanceState {
	const before = presenceOf(state.came, participantId) ?? unknownAt(seq);
	const devices = [...before.devices.filter((device) => device !== deviceId), deviceId];
	if (before.devices.length > 0) return noted(state, participantId, { ...before, devices });
	const came = { ...before, devices, lastLeftAt: null, soundRank: seq };
	// A device that was left on, as was said, and whose link drops for a moment does not bring its owner back.
	const leftOn = before.lastLeftAt !== null && at - before.lastLeftAt <= tolerance;
	if (before.word === 'away' && leftOn) return noted(state, participantId, came);
	const how = getParticipant({ plan }, participantId)?.kind === 'site' ? 'terminal' : 'device';
	const word = before.word === 'away' ? null : before.word;
	return noted(state, participantId, { ...came, stretches: linked(before.stretches, at, how), word });
}

function deviceWent(
	state: AttendanceState,
	{ deviceId, participantId }: Extract<AttendanceEvent, { type: 'device-disconnected' }>,
	{ at }: Recorded,
): AttendanceState {
	const before = presenceOf(state.came, participantId);
	if (!before) return state;
	const devices = before.devices.filter((device) => device !== deviceId);
	if (devices.length > 0) return noted(state, participantId, { ...before, devices });
	const stretches = unlinked(before.stretches, at);
	return noted(state, participantId, { ...before, devices, lastLeftAt: at, stretches });
}

/** What was said of these people holds until now; from now on a device of theirs that is on speaks for them. */
function wordGone(state: AttendanceState, participantIds: readonly string[], at: number): AttendanceState {
	let after = state;
	for (const id of participantIds) {
		const before = presenceOf(state.came, id);
		if (!before || before.word === null) continue;
		const left = ended(before.stretches, at, isWord);
		const stretches = before.devices.length > 0 ? linked(left, at, 'device') : left;
		after = noted(after, id, { ...before, stretches, word: null });
	}
	return after;
}

export const stretchesOf = ({ attendance }: Pick<Attended, 'attendance'>, participantId: string): Stretches =>
	presenceOf(attendance.came, participantId)?.stretches ?? [];

/** All that presence follows from: it stays the same whatever else happens. */
export type Attended = Pick<MeetingState, 'plan' | 'attendance'>;

export const isConnected = (state: Attended, participantId: string): boolean =>
	(presenceOf(state.attendance.came, participantId)?.devices.length ?? 0) > 0;

/** Whom the meeting reaches, by a device of their own or by that of the room that they sit in: no word of attendance. */
export function isReachable(state: Attended, participantId: string): boolean {
	const siteId = seatOf(state, participantId);
	return isConnected(state, participantId) || (siteId !== null && isConnected(state, siteId));
}

/**
 * Whether somebody is there: a person who is known to be by themselves, by a device of their own or because somebody who
 * runs the meeting said so, never because the terminal of their room is on; a room that is connected by its terminal, or
 * by a device of somebody who sits in it.
 */
export function isPresent(state: Attended, participantId: string): boolean {
	if (getParticipant(state, participantId)?.kind === 'site') return sounderIn(state, participantId) !== undefined;
	return stretchesOf(state, participantId).some(isOpen);
}

const counted = new WeakMap<Plan, { readonly attendance: AttendanceState; readonly present: ReadonlySet<string> }>();

/**
 * All who are there, people and rooms, in no order: whatever counts or lists them counts these. Asked for at each who comes
 * or goes: of hundreds only those of whom something else is known than at the last asking are looked at, and the set stays
 * the same object where nobody has come or gone. Of a state that is observed its parts are read once.
 */
export function presentIn({ plan, attendance }: Attended): ReadonlySet<string> {
	if (!plan) return new Set();
	const state = { plan, attendance };
	const last = counted.get(plan);
	const present =
		last?.attendance.elsewhere === attendance.elsewhere
			? presentSince(last.attendance.came, last.present, state)
			: new Set(plan.participants.map(({ id }) => id).filter((id) => isPresent(state, id)));
	counted.set(plan, { attendance, present });
	return present;
}

/** `state`: as it is now, of the same plan and with everybody in the same seat. */
function presentSince(
	before: AttendanceState['came'],
	present: ReadonlySet<string>,
	state: Attended,
): ReadonlySet<string> {
	const { came } = state.attendance;
	const told = differingIn(came, before);
	// Whoever sits in a room may be who connects it.
	const touched = new Set(told.flatMap((id) => [id, seatOf(state, id)]).filter((id) => id !== null));
	const after = new Set(present);
	let turned = false;
	for (const id of touched) {
		const isThere = getParticipant(state, id) !== undefined && isPresent(state, id);
		turned ||= isThere !== present.has(id);
		if (isThere) after.add(id);
		else after.delete(id);
	}
	return turned ? after : present;
}

/** The room in which a person sits: that of the plan, unless they have said that they are elsewhere. */
export function seatOf(state: Attended, participantId: string): string | null {
	const siteId = getParticipant(state, participantId)?.siteId ?? null;
	return state.attendance.elsewhere[participantId] === siteId ? null : siteId;
}

const seats = new WeakMap<
	Plan,
	{ readonly elsewhere: AttendanceState['elsewhere']; readonly seated: ReadonlyMap<string | null, Participant[]> }
>();

/** The people who sit in a room; null: who sit in none. */
export function seatedIn({ plan, attendance }: Attended, siteId: string | null): readonly Participant[] {
	if (!plan) return [];
	const { elsewhere } = attendance;
	const known = seats.get(plan);
	if (known?.elsewhere === elsewhere) return known.seated.get(siteId) ?? [];
	const people = plan.participants.filter(({ kind }) => kind === 'person');
	const seated = Map.groupBy(people, ({ id }) => seatOf({ plan, attendance }, id));
	seats.set(plan, { elsewhere, seated });
	return seated.get(siteId) ?? [];
}

/**
 * Who has the sound of all who sit in a room: its terminal where that is connected, else whoever took it last, else the
 * chair, else who came first; undefined where nobody is there. Looks at that room alone: it is asked at every coming.
 */
export function sounderIn(state: Attended, siteId: string): string | undefined {
	if (isConnected(state, siteId)) return siteId;
	let sounder: { readonly id: string; readonly rank: number } | undefined;
	for (const { id, roles } of seatedIn(state, siteId)) {
		const presence = presenceOf(state.attendance.came, id);
		if (!presence || presence.devices.length === 0) continue;
		const { soundRank } = presence;
		// A meeting that begins must hear its chair: only a deed takes the sound from them. Chairs rank below 1.
		const isChair = soundRank > 0 && roles.includes('chair');
		const rank = isChair ? soundRank / Number.MAX_SAFE_INTEGER : soundRank;
		if (!sounder || rank < sounder.rank) sounder = { id, rank };
	}
	return sounder?.id;
}
