import { allPresences, presenceOf } from './presences.ts';
import * as v from 'valibot';
import { isConnected, seatOf, sounderIn, stretchesOf } from './attendance.ts';
import { actingParticipant, command, happened, systemCommand } from './command.ts';
import { idSchema, nothingSchema } from './input.ts';
import { unlessOpen } from './lifecycle.ts';
import { marked, marks, wordOf, type MarkingEvent } from './marking.ts';
import { getParticipant } from './plan.ts';
import { refuse } from './refusal.ts';
import type { MeetingState } from './state.ts';
import type { Stretches } from './stretches.ts';
import { isVoting } from './vote/is-voting.ts';

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
			const devices = presenceOf(state.attendance.came, participantId)?.devices ?? [];
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
	/**
	 * Who runs the meeting says of a person that they are there, or not. After the end too, for the minutes: then of the time
	 * of the meeting. Without a time: now, and after the end at the end.
	 */
	'mark-presence': command({
		input: v.strictObject({
			participantId: idSchema,
			as: v.picklist(marks),
			since: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))),
		}),
		by: ['chair', 'secretary'],
		decide: (state, { participantId, as, since: given }, { now }) => {
			const { phase, startedAt, endedAt } = state.lifecycle;
			if (phase === 'planned') return refuse('meeting-not-open');
			if (getParticipant(state, participantId)?.kind !== 'person') return refuse('no-such-participant');
			const latest = endedAt ?? now;
			const since = given ?? latest;
			if (since > latest || (given !== undefined && since < (startedAt ?? latest)))
				return refuse('not-in-meeting-time');
			const stretches = stretchesOf(state, participantId);
			const event: MarkingEvent = {
				type: 'presence-marked',
				participantId,
				as,
				since,
				how: howNow(state, participantId),
			};
			const after = marked(stretches, event, now);
			if (as === 'left' && sameStretches(stretches, after)) return refuse('not-present-then');
			const known = presenceOf(state.attendance.came, participantId)?.word === wordOf(event, after);
			return known && sameStretches(stretches, after) ? happened() : happened(event);
		},
	}),
};

const sameStretches = (one: Stretches, other: Stretches) =>
	one.length === other.length &&
	one.every(({ from, to }, index) => from === other[index]?.from && to === other[index].to);

/** Who stands on the stage because all are polled in turn is marked by that roll call. */
function howNow(state: MeetingState, participantId: string): MarkingEvent['how'] {
	const shown = state.stage.poll?.shownId ?? null;
	return shown !== null && (shown === participantId || shown === seatOf(state, participantId)) ? 'roll-call' : 'list';
}

/** The gateway gives these: only the server knows whether a link stands. */
export const attendanceSystemCommands = {
	'connect-device': systemCommand({
		input: v.object({ deviceId: idSchema, participantId: idSchema }),
		decide: (state, { deviceId, participantId }) => {
			if (!getParticipant(state, participantId) && !isVoting(state, participantId)) return refuse('not-invited');
			if (presenceOf(state.attendance.came, participantId)?.devices.includes(deviceId)) return happened();
			// Everybody can read the ids of devices: nobody can come in under somebody else's.
			if (allPresences(state.attendance.came).some(([, { devices }]) => devices.includes(deviceId)))
				return refuse('device-taken-over');
			// Who comes after the end may read, but is no longer marked as present.
			return unlessOpen(state) ? happened() : happened({ type: 'device-connected', deviceId, participantId });
		},
	}),
	'disconnect-device': systemCommand({
		input: v.object({ deviceId: idSchema, participantId: idSchema }),
		decide: (state, { deviceId, participantId }) =>
			presenceOf(state.attendance.came, participantId)?.devices.includes(deviceId)
				? happened({ type: 'device-disconnected', deviceId, participantId })
				: happened(),
	}),
};
