import * as v from 'valibot';
import { actingParticipant, command, happened, systemCommand } from './command.ts';
import { idSchema, nothingSchema } from './input.ts';
import { unlessOpen } from './lifecycle.ts';
import { getParticipant, type Plan } from './plan.ts';
import type { TellingOf } from './reader.ts';
import type { Recorded } from './record.ts';
import { refuse } from './refusal.ts';
import type { MeetingState } from './state.ts';
import { isVoting } from './vote/is-voting.ts';

export type AttendanceEvent =
	| { readonly type: 'device-connected'; readonly deviceId: string; readonly participantId: string }
	| { readonly type: 'device-disconnected'; readonly deviceId: string; readonly participantId: string }
	/** of a participant's devices this one has the sound from now on */
	| { readonly type: 'sound-taken'; readonly deviceId: string; readonly participantId: string }
	/** a person does not sit in the room that the plan says, or does so after all */
	| { readonly type: 'seat-left'; readonly participantId: string; readonly siteId: string }
	| { readonly type: 'seat-taken'; readonly participantId: string };

export const attendanceTelling: TellingOf<AttendanceEvent> = {
	'device-connected': 'everybody',
	'device-disconnected': 'everybody',
	'sound-taken': 'everybody',
	'seat-left': 'everybody',
	'seat-taken': 'everybody',
};

/** When a participant was first and last there; `lastLeftAt` is null while a device of theirs is connected. */
export interface Presence {
	readonly firstCameAt: number;
	readonly lastLeftAt: number | null;
	/** The first one has the participant's sound: who came first, or took it over. */
	readonly devices: readonly string[];
	/** Of those who share a room the lowest has the sound: who came first, or took it over last. */
	readonly soundRank: number;
}

export interface AttendanceState {
	/** by participant id; a participant who never came is not in it */
	readonly came: Readonly<Record<string, Presence>>;
	/** person → the room of the plan in which they do not sit */
	readonly elsewhere: Readonly<Record<string, string>>;
}

export const attendanceBefore: AttendanceState = { came: {}, elsewhere: {} };

export function evolveAttendance(state: AttendanceState, recorded: Recorded): AttendanceState {
	const { event } = recorded;
	switch (event.type) {
		case 'device-connected':
		case 'device-disconnected':
			return evolveDevices(state, event, recorded);
		case 'sound-taken': {
			const before = state.came[event.participantId];
			if (!before) return state;
			const devices = [event.deviceId, ...before.devices.filter((device) => device !== event.deviceId)];
			const taken = { ...before, devices, soundRank: -recorded.seq };
			return { ...state, came: { ...state.came, [event.participantId]: taken } };
		}
		case 'seat-left':
			return { ...state, elsewhere: { ...state.elsewhere, [event.participantId]: event.siteId } };
		case 'seat-taken': {
			const { [event.participantId]: _, ...elsewhere } = state.elsewhere;
			return { ...state, elsewhere };
		}
		default:
			return state;
	}
}

function evolveDevices(
	state: AttendanceState,
	event: Extract<AttendanceEvent, { type: 'device-connected' | 'device-disconnected' }>,
	{ at, seq }: Recorded,
): AttendanceState {
	const before = state.came[event.participantId] ?? { firstCameAt: at, lastLeftAt: null, devices: [], soundRank: seq };
	const others = before.devices.filter((device) => device !== event.deviceId);
	const devices = event.type === 'device-connected' ? [...others, event.deviceId] : others;
	const lastLeftAt = devices.length > 0 ? null : at;
	const soundRank = before.devices.length > 0 ? before.soundRank : seq;
	return { ...state, came: { ...state.came, [event.participantId]: { ...before, devices, lastLeftAt, soundRank } } };
}

/** All that presence follows from: it stays the same whatever else happens. */
type Attended = Pick<MeetingState, 'plan' | 'attendance'>;

export const isConnected = (state: Attended, participantId: string): boolean =>
	(state.attendance.came[participantId]?.devices.length ?? 0) > 0;

/** Present: connected with a device of one's own, or sitting in a room whose terminal is connected. */
export function isPresent(state: Attended, participantId: string): boolean {
	const siteId = seatOf(state, participantId);
	return isConnected(state, participantId) || (siteId !== null && isConnected(state, siteId));
}

/** The room in which a person sits: that of the plan, unless they have said that they are elsewhere. */
export function seatOf(state: Attended, participantId: string): string | null {
	const siteId = getParticipant(state, participantId)?.siteId ?? null;
	return state.attendance.elsewhere[participantId] === siteId ? null : siteId;
}

/** Neither changes: another state is another object. */
const sounders = new WeakMap<AttendanceState, { plan: Plan | null; bySite: ReadonlyMap<string, string> }>();

/**
 * Who has the sound of all who sit in a room: its terminal where that is connected, else whoever took it last, else the
 * chair, else who came first; undefined where nobody is there.
 */
export function sounderIn({ plan, attendance }: Attended, siteId: string): string | undefined {
	const known = sounders.get(attendance);
	if (known?.plan === plan) return known.bySite.get(siteId);
	// A meeting that begins must hear its chair: only a deed takes the sound from them.
	const rankOf = ([id, { soundRank }]: readonly [string, Presence]) =>
		getParticipant({ plan }, id)?.roles.includes('chair') ? Math.min(soundRank, 0) : soundRank;
	const ranked = Object.entries(attendance.came)
		.filter(([, { devices }]) => devices.length > 0)
		.sort((one, other) => rankOf(other) - rankOf(one))
		.map(([id]) => id);
	const bySite = new Map<string, string>();
	for (const id of ranked) {
		const seat = seatOf({ plan, attendance }, id);
		if (seat !== null) bySite.set(seat, id);
	}
	for (const id of ranked) if (getParticipant({ plan }, id)?.kind === 'site') bySite.set(id, id);
	sounders.set(attendance, { plan, bySite });
	return bySite.get(siteId);
}

export const attendanceCommands = {
	/** The device that asks has the participant's sound from now on, and the one before falls silent. */
	'take-sound': command({
		input: nothingSchema,
		by: ['participant'],
		decide: (state, _input, { actor }) => {
			const notOpen = unlessOpen(state);
			if (notOpen) return notOpen;
			if (actor.kind !== 'participant') return refuse('not-allowed');
			const { participantId, deviceId } = actor;
			const devices = state.attendance.came[participantId]?.devices ?? [];
			if (!devices.includes(deviceId)) return refuse('device-not-here');
			const siteId = seatOf(state, participantId);
			if (siteId !== null && isConnected(state, siteId)) return refuse('sound-is-the-rooms');
			const sounder = siteId === null ? participantId : sounderIn(state, siteId);
			return devices[0] === deviceId && sounder === participantId
				? happened()
				: happened({ type: 'sound-taken', participantId, deviceId });
		},
	}),
	/** The plan seats people in the room of their unit; who takes part from elsewhere says so, and hears by themselves. */
	'leave-seat': command({
		input: nothingSchema,
		by: ['participant'],
		decide: (state, _input, circumstances) => {
			const notOpen = unlessOpen(state);
			if (notOpen) return notOpen;
			const participantId = actingParticipant(circumstances);
			const siteId = participantId === null ? null : seatOf(state, participantId);
			return participantId === null || siteId === null
				? happened()
				: happened({ type: 'seat-left', participantId, siteId });
		},
	}),
	'take-seat': command({
		input: nothingSchema,
		by: ['participant'],
		decide: (state, _input, circumstances) => {
			const notOpen = unlessOpen(state);
			if (notOpen) return notOpen;
			const participantId = actingParticipant(circumstances);
			return participantId === null || state.attendance.elsewhere[participantId] === undefined
				? happened()
				: happened({ type: 'seat-taken', participantId });
		},
	}),
};

/** The gateway gives these: only the server knows whether a link stands. */
export const attendanceSystemCommands = {
	'connect-device': systemCommand({
		input: v.object({ deviceId: idSchema, participantId: idSchema }),
		decide: (state, { deviceId, participantId }) => {
			if (!getParticipant(state, participantId) && !isVoting(state, participantId)) return refuse('not-invited');
			if (state.attendance.came[participantId]?.devices.includes(deviceId)) return happened();
			// Everybody can read the ids of devices: nobody can come in under somebody else's.
			if (Object.values(state.attendance.came).some(({ devices }) => devices.includes(deviceId)))
				return refuse('device-taken-over');
			// Who comes after the end may read, but is no longer marked as present.
			return unlessOpen(state) ? happened() : happened({ type: 'device-connected', deviceId, participantId });
		},
	}),
	'disconnect-device': systemCommand({
		input: v.object({ deviceId: idSchema, participantId: idSchema }),
		decide: (state, { deviceId, participantId }) =>
			state.attendance.came[participantId]?.devices.includes(deviceId)
				? happened({ type: 'device-disconnected', deviceId, participantId })
				: happened(),
	}),
};
