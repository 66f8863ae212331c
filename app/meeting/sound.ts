import { allPresences, presenceOf } from './presences.ts';
import { seatOf, sounderIn } from './attendance.ts';
import { getParticipant } from './plan.ts';
import type { Stage } from './stage/stage-of.ts';
import type { MeetingState } from './state.ts';

/**
 * Whether a device has the sound: it alone, of all that could hear each other in one place, sends a voice and plays the
 * meeting. In a room its terminal has the sound of all, whoever came first (`room`); where none is connected, one of those
 * who sit there has it (`neighbour`: it is another), and of somebody's devices one (`other-device`: it is another). It
 * stays with who came first, until another takes it over.
 */
export type Sound = 'own' | 'room' | 'neighbour' | 'other-device';

export function soundOf(state: MeetingState, participantId: string, deviceId: string): Sound {
	const sounder = sounderOf(state, participantId);
	if (sounder !== participantId) return getParticipant(state, sounder)?.kind === 'site' ? 'room' : 'neighbour';
	const devices = presenceOf(state.attendance.came, participantId)?.devices ?? [];
	return devices.length === 0 || devices[0] === deviceId ? 'own' : 'other-device';
}

/** The device that a participant is heard from, if its microphone is on. */
export function soundDeviceOf(state: MeetingState, participantId: string): string | undefined {
	return presenceOf(state.attendance.came, sounderOf(state, participantId))?.devices[0];
}

/** Who has a participant's sound: themselves, or whoever has it for the room that they are or sit in. */
export function sounderOf(state: MeetingState, participantId: string): string {
	const roomId = roomOf(state, participantId);
	return (roomId === null ? undefined : sounderIn(state, roomId)) ?? participantId;
}

/** The room that a participant is or sits in. */
function roomOf(state: MeetingState, participantId: string): string | null {
	return getParticipant(state, participantId)?.kind === 'site' ? participantId : seatOf(state, participantId);
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
	const roomId = roomOf(state, participantId);
	return fromId !== participantId && (roomId === null || roomId !== roomOf(state, fromId));
}

/** Whose device it is; undefined: of nobody who is in the meeting. */
export function ownerOf({ attendance }: MeetingState, deviceId: string): string | undefined {
	return allPresences(attendance.came).find(([, { devices }]) => devices.includes(deviceId))?.[0];
}
