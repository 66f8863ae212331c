import * as v from 'valibot';
import { waitsOutside } from './closed-session.ts';
import { actingParticipant, command, happened, systemCommand } from './command.ts';
import { idSchema, nothingSchema } from './input.ts';
import { unlessLive } from './lifecycle.ts';
import { getParticipant } from './plan.ts';
import type { TellingOf } from './reader.ts';
import type { MeetingEvent, Recorded } from './record.ts';
import { refuse } from './refusal.ts';
import type { MeetingState } from './state.ts';

/** Why a speech ended. */
type SpeechEnd = 'yielded' | 'revoked' | 'replaced';

export type FloorEvent =
	| { readonly type: 'floor-requested'; readonly participantId: string }
	| { readonly type: 'floor-withdrawn'; readonly participantId: string }
	/** `limitSeconds` null: as long as needed */
	| { readonly type: 'floor-granted'; readonly participantId: string; readonly limitSeconds: number | null }
	| { readonly type: 'floor-ended'; readonly participantId: string; readonly how: SpeechEnd }
	| { readonly type: 'floor-limit-set'; readonly participantId: string; readonly limitSeconds: number | null }
	| { readonly type: 'floor-time-reached'; readonly participantId: string };

export const floorTelling: TellingOf<FloorEvent> = {
	'floor-requested': 'everybody',
	'floor-withdrawn': 'everybody',
	'floor-granted': 'everybody',
	'floor-ended': 'everybody',
	'floor-limit-set': 'everybody',
	'floor-time-reached': 'everybody',
};

export interface Speech {
	readonly participantId: string;
	/** ms since the epoch; `to` is null while the speech goes on */
	readonly from: number;
	readonly to: number | null;
	/** of speaking, as `spokenMs` counts it; null: no limit */
	readonly limitSeconds: number | null;
	readonly timeReached: boolean;
	/** the agenda item that ran when it began */
	readonly itemId: string | null;
}

export interface FloorRequest {
	readonly participantId: string;
	/** ms since the epoch */
	readonly requestedAt: number;
	/** of the event that asked: tells this request from a later one of the same person */
	readonly seq: number;
}

export interface FloorState {
	/** in the order of asking */
	readonly queue: readonly FloorRequest[];
	/** who speaks now: one at most */
	readonly holder: Speech | null;
	/** those that have ended, in order */
	readonly speeches: readonly Speech[];
}

export const floorBefore: FloorState = { queue: [], holder: null, speeches: [] };

export function evolveFloor(state: FloorState, { at, seq, event }: Recorded, itemId: string | null): FloorState {
	switch (event.type) {
		case 'floor-requested':
			return { ...state, queue: [...state.queue, { participantId: event.participantId, requestedAt: at, seq }] };
		case 'floor-withdrawn':
			return { ...state, queue: without(state.queue, event.participantId) };
		case 'floor-granted': {
			const { participantId, limitSeconds } = event;
			const holder = { participantId, from: at, to: null, limitSeconds, timeReached: false, itemId };
			return { ...state, queue: without(state.queue, participantId), holder };
		}
		case 'floor-limit-set':
			return state.holder
				? { ...state, holder: { ...state.holder, limitSeconds: event.limitSeconds, timeReached: false } }
				: state;
		case 'floor-time-reached':
			return state.holder ? { ...state, holder: { ...state.holder, timeReached: true } } : state;
		case 'floor-ended':
			return endSpeech(state, at);
		case 'meeting-ended':
			return { ...endSpeech(state, at), queue: [] };
		default:
			return state;
	}
}

const without = (queue: FloorState['queue'], participantId: string) =>
	queue.filter((request) => request.participantId !== participantId);

const endSpeech = (state: FloorState, at: number): FloorState =>
	state.holder ? { ...state, holder: null, speeches: [...state.speeches, { ...state.holder, to: at }] } : state;

const longestQueue = 1000;
const directs = ['chair', 'operator'] as const;
/** `seq` of the request that is meant */
const answersSchema = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)));
const limitSchema = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(4 * 3600)));

/** The request of somebody who waits for the floor. */
export const getRequest = ({ queue }: FloorState, participantId: string): FloorRequest | undefined =>
	queue.find((request) => request.participantId === participantId);

const isQueued = (state: MeetingState, participantId: string) => getRequest(state.floor, participantId) !== undefined;

export const floorCommands = {
	'request-floor': command({
		input: nothingSchema,
		by: ['participant'],
		decide: (state, _input, circumstances) => {
			const notLive = unlessLive(state);
			if (notLive) return notLive;
			const participantId = actingParticipant(circumstances);
			if (participantId === null) return refuse('not-allowed');
			if (waitsOutside(state, participantId)) return refuse('waits-outside');
			if (state.floor.holder?.participantId === participantId) return refuse('already-has-floor');
			if (isQueued(state, participantId)) return refuse('already-queued');
			if (state.floor.queue.length >= longestQueue) return refuse('floor-queue-full');
			return happened({ type: 'floor-requested', participantId });
		},
	}),
	'withdraw-floor': command({
		input: nothingSchema,
		by: ['participant'],
		decide: (state, _input, circumstances) => {
			const participantId = actingParticipant(circumstances);
			if (participantId === null || !isQueued(state, participantId)) return refuse('not-queued');
			return happened({ type: 'floor-withdrawn', participantId });
		},
	}),
	/**
	 * To somebody in the queue or anybody else who is invited; whoever holds the floor gives it up by this. `answers`: the
	 * `seq` of the request that the grant was meant for; whoever has withdrawn it meanwhile is not given the floor. Without
	 * it the floor goes to them whether they have asked or not.
	 */
	'grant-floor': command({
		input: v.strictObject({
			participantId: idSchema,
			limitSeconds: limitSchema,
			answers: answersSchema,
		}),
		by: directs,
		decide: (state, { participantId, limitSeconds, answers }) => {
			const notLive = unlessLive(state);
			if (notLive) return notLive;
			if (!getParticipant(state, participantId)) return refuse('no-such-participant');
			if (waitsOutside(state, participantId)) return refuse('not-at-closed-item');
			const { holder } = state.floor;
			if (holder?.participantId === participantId) return refuse('already-has-floor');
			if (answers !== undefined && getRequest(state.floor, participantId)?.seq !== answers)
				return refuse('request-gone');
			const granted: MeetingEvent = { type: 'floor-granted', participantId, limitSeconds };
			if (!holder) return happened(granted);
			return happened({ type: 'floor-ended', participantId: holder.participantId, how: 'replaced' }, granted);
		},
	}),
	'yield-floor': command({
		input: nothingSchema,
		by: ['participant'],
		decide: (state, _input, circumstances) => {
			const participantId = actingParticipant(circumstances);
			if (participantId === null || state.floor.holder?.participantId !== participantId)
				return refuse('not-holding-floor');
			return happened({ type: 'floor-ended', participantId, how: 'yielded' });
		},
	}),
	/**
	 * From whoever holds it, or out of the queue. With `answers` only that request is turned down: whoever has been given
	 * the floor meanwhile keeps it.
	 */
	'revoke-floor': command({
		input: v.strictObject({ participantId: idSchema, answers: answersSchema }),
		by: directs,
		decide: (state, { participantId, answers }) => {
			if (answers !== undefined && getRequest(state.floor, participantId)?.seq !== answers)
				return refuse('request-gone');
			if (state.floor.holder?.participantId === participantId)
				return happened({ type: 'floor-ended', participantId, how: 'revoked' });
			return isQueued(state, participantId)
				? happened({ type: 'floor-withdrawn', participantId })
				: refuse('not-holding-floor');
		},
	}),
	'set-floor-limit': command({
		input: v.strictObject({ limitSeconds: limitSchema }),
		by: directs,
		decide: (state, { limitSeconds }) => {
			const { holder } = state.floor;
			if (!holder) return refuse('not-holding-floor');
			return happened({ type: 'floor-limit-set', participantId: holder.participantId, limitSeconds });
		},
	}),
};

/** What a speech lasted until `now` (ms since the epoch), in ms: while the meeting paused, nobody spoke. */
export function spokenMs({ from }: Speech, { pauses }: MeetingState['lifecycle'], now: number): number {
	const until = Math.max(from, now);
	const paused = pauses.map((pause) => Math.min(pause.to ?? until, until) - Math.max(pause.from, from));
	return until - from - paused.reduce((sum, ms) => sum + Math.max(0, ms), 0);
}

/** ms since the epoch at which the speaker's time is up; null: nobody speaks, no limit, a pause, or said already. */
export function floorDeadline({ floor: { holder }, lifecycle }: MeetingState): number | null {
	if (!holder || holder.limitSeconds === null || holder.timeReached || lifecycle.phase === 'paused') return null;
	const resumedAt = Math.max(holder.from, ...lifecycle.pauses.map(({ to }) => to ?? 0));
	return resumedAt + holder.limitSeconds * 1000 - spokenMs(holder, lifecycle, resumedAt);
}

export const floorSystemCommands = {
	/** The chair decides whether the speaker goes on: reaching the limit is told and recorded, and cuts nobody off. */
	'reach-floor-limit': systemCommand({
		input: nothingSchema,
		decide: (state, _input, { now }) => {
			const deadline = floorDeadline(state);
			const { holder } = state.floor;
			if (!holder || deadline === null || now < deadline) return happened();
			return happened({ type: 'floor-time-reached', participantId: holder.participantId });
		},
	}),
};
