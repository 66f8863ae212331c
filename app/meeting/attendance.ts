import * as v from 'valibot';
import { happened, systemCommand } from './command.ts';
import { idSchema } from './input.ts';
import { unlessOpen } from './lifecycle.ts';
import { getParticipant } from './plan.ts';
import type { Recorded } from './record.ts';
import { refuse } from './refusal.ts';
import type { MeetingState } from './state.ts';

export type AttendanceEvent =
	| { readonly type: 'device-connected'; readonly deviceId: string; readonly participantId: string }
	| { readonly type: 'device-disconnected'; readonly deviceId: string; readonly participantId: string };

/** When a participant was first and last there; `lastLeftAt` is null while a device of theirs is connected. */
export interface Presence {
	readonly firstCameAt: number;
	readonly lastLeftAt: number | null;
	readonly devices: readonly string[];
}

export interface AttendanceState {
	/** by participant id; a participant who never came is not in it */
	readonly came: Readonly<Record<string, Presence>>;
}

export const attendanceBefore: AttendanceState = { came: {} };

export function evolveAttendance(state: AttendanceState, { at, event }: Recorded): AttendanceState {
	if (event.type !== 'device-connected' && event.type !== 'device-disconnected') return state;
	const before = state.came[event.participantId] ?? { firstCameAt: at, lastLeftAt: null, devices: [] };
	const others = before.devices.filter((device) => device !== event.deviceId);
	const devices = event.type === 'device-connected' ? [...others, event.deviceId] : others;
	const lastLeftAt = devices.length > 0 ? null : at;
	return { came: { ...state.came, [event.participantId]: { ...before, devices, lastLeftAt } } };
}

export const isConnected = (state: MeetingState, participantId: string): boolean =>
	(state.attendance.came[participantId]?.devices.length ?? 0) > 0;

/** Present: connected with a device of one's own, or sitting in a room whose terminal is connected. */
export function isPresent(state: MeetingState, participantId: string): boolean {
	const siteId = getParticipant(state, participantId)?.siteId;
	return isConnected(state, participantId) || (siteId != null && isConnected(state, siteId));
}

/** The gateway gives these: only the server knows whether a link stands. */
export const attendanceSystemCommands = {
	'connect-device': systemCommand({
		input: v.object({ deviceId: idSchema, participantId: idSchema }),
		decide: (state, { deviceId, participantId }) => {
			if (!getParticipant(state, participantId)) return refuse('not-invited');
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
