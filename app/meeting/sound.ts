import { isConnected, seatOf } from './attendance.ts';
import { getParticipant } from './plan.ts';
import type { Stage } from './stage/stage-of.ts';
import type { MeetingState } from './state.ts';

/**
 * Whether a device has its participant's sound: it alone sends their voice and plays the meeting, so that nobody hears
 * themselves. Where the terminal of the room that somebody sits in is connected, it has the sound of all in the room
 * (`room`), whoever came first; else of somebody's devices the first one (`other-device`: it is another).
 */
export type Sound = 'own' | 'room' | 'other-device';

export function soundOf(state: MeetingState, participantId: string, deviceId: string): Sound {
	if (roomInUse(state, participantId) !== null && getParticipant(state, participantId)?.kind !== 'site') return 'room';
	const devices = state.attendance.came[participantId]?.devices ?? [];
	return devices.length === 0 || devices[0] === deviceId ? 'own' : 'other-device';
}

/** The device that a participant is heard from, if its microphone is on. */
export function soundDeviceOf(state: MeetingState, participantId: string): string | undefined {
	return state.attendance.came[roomInUse(state, participantId) ?? participantId]?.devices[0];
}

/** The room, with a terminal that is connected, that a participant is or sits in. */
function roomInUse(state: MeetingState, participantId: string): string | null {
	const isSite = getParticipant(state, participantId)?.kind === 'site';
	const siteId = isSite ? participantId : seatOf(state, participantId);
	return siteId !== null && isConnected(state, siteId) ? siteId : null;
}

/** The devices whose microphones are let out to everybody at this moment, as far as they are on. */
export function onAir(state: MeetingState, { audio, announcing }: Stage): readonly string[] {
	const devices = audio.flatMap((participantId) => soundDeviceOf(state, participantId) ?? []);
	return [...new Set([...devices, ...announcing])];
}

/** Whether a participant is to hear a device at all: nobody hears their own devices, or the room that they are in. */
export function hears(state: MeetingState, participantId: string, fromDeviceId: string): boolean {
	const fromId = ownerOf(state, fromDeviceId);
	if (fromId === undefined) return true;
	const room = roomInUse(state, participantId);
	return fromId !== participantId && (room === null || room !== roomInUse(state, fromId));
}

/** Whose device it is; undefined: of nobody who is in the meeting. */
export function ownerOf({ attendance }: MeetingState, deviceId: string): string | undefined {
	return Object.entries(attendance.came).find(([, { devices }]) => devices.includes(deviceId))?.[0];
}
