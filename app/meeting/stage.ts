import * as v from 'valibot';
import { isConnected } from './attendance.ts';
import { actingParticipant, command, happened, systemCommand } from './command.ts';
import { idSchema, nothingSchema } from './input.ts';
import { unlessLive, unlessOpen } from './lifecycle.ts';
import { getParticipant } from './plan.ts';
import type { Recorded } from './record.ts';
import { refuse } from './refusal.ts';
import type { MeetingState } from './state.ts';

export type StageEvent =
	/** null: the stage follows the floor again */
	| { readonly type: 'stage-directed'; readonly participantId: string | null }
	| { readonly type: 'content-shared'; readonly participantId: string; readonly deviceId: string }
	| { readonly type: 'content-ended'; readonly deviceId: string };

export interface StageState {
	/** whom the chair or the operator put on the stage; null: whoever has the floor, else the chair */
	readonly directed: string | null;
	/** whose screen is shown beside the speaker */
	readonly content: { readonly participantId: string; readonly deviceId: string } | null;
}

export const stageBefore: StageState = { directed: null, content: null };

export function evolveStage(state: StageState, { event }: Recorded): StageState {
	switch (event.type) {
		case 'stage-directed':
			return { ...state, directed: event.participantId };
		case 'content-shared':
			return { ...state, content: { participantId: event.participantId, deviceId: event.deviceId } };
		case 'content-ended':
			return state.content?.deviceId === event.deviceId ? { ...state, content: null } : state;
		case 'device-disconnected':
			return state.content?.deviceId === event.deviceId ? { ...state, content: null } : state;
		case 'meeting-ended':
			return stageBefore;
		default:
			return state;
	}
}

/** What every site sees and hears: participants, whose own device or room terminal sends the picture. */
export interface Stage {
	readonly main: string | null;
	/** the device whose screen is shown */
	readonly contentDeviceId: string | null;
	/** shown small, at most `secondaryPlaces` */
	readonly secondary: readonly string[];
	readonly audio: readonly string[];
}

/** How many are shown small beside the main speaker. */
export const secondaryPlaces = 3;

/**
 * The stage follows from the meeting: whoever was directed to it, else the holder of the floor, else the chair. The
 * chair is heard throughout, others, operators among them, only while they have the floor or the stage. The next in the queue
 * are shown small, so that the room sees who comes.
 */
export function stageOf(state: MeetingState): Stage {
	const chairs = connectedChairs(state);
	const holder = state.floor.holder?.participantId ?? null;
	const main = state.stage.directed ?? holder ?? chairs[0] ?? null;
	const beside = [
		holder,
		...chairs,
		state.stage.content?.participantId ?? null,
		...state.floor.queue.map((each) => each.participantId),
	];
	const secondary = distinct(beside)
		.filter((id) => id !== main)
		.slice(0, secondaryPlaces);
	return {
		main,
		contentDeviceId: state.stage.content?.deviceId ?? null,
		secondary,
		audio: distinct([main, holder, ...chairs]),
	};
}

const distinct = (ids: readonly (string | null)[]) => [...new Set(ids.filter((id) => id !== null))];

const connectedChairs = (state: MeetingState) =>
	(state.plan?.participants ?? [])
		.filter((each) => each.roles.includes('chair') && isConnected(state, each.id))
		.map((each) => each.id);

/** Who may show content: those who run the meeting, the holder of the floor, and the presenter of the running item. */
export function mayPresent(state: MeetingState, participantId: string): boolean {
	const roles = getParticipant(state, participantId)?.roles ?? [];
	if (roles.some((role) => role === 'chair' || role === 'secretary' || role === 'operator')) return true;
	if (state.floor.holder?.participantId === participantId) return true;
	const running = state.plan?.agenda.find((item) => item.id === state.agenda.runningId);
	return running?.presenterId === participantId;
}

export const stageCommands = {
	'direct-stage': command({
		input: v.strictObject({ participantId: v.nullable(idSchema) }),
		by: ['chair', 'operator'],
		decide: (state, { participantId }) => {
			const notOpen = unlessOpen(state);
			if (notOpen) return notOpen;
			if (participantId !== null && !getParticipant(state, participantId)) return refuse('no-such-participant');
			return happened({ type: 'stage-directed', participantId });
		},
	}),
	'share-content': command({
		input: nothingSchema,
		by: 'anyone',
		decide: (state, _input, circumstances) => {
			const notLive = unlessLive(state);
			if (notLive) return notLive;
			const { actor } = circumstances;
			if (actor.kind !== 'participant' || !mayPresent(state, actor.participantId)) return refuse('not-allowed');
			const { content } = state.stage;
			if (content && content.participantId !== actor.participantId) return refuse('content-in-use');
			return happened({ type: 'content-shared', participantId: actor.participantId, deviceId: actor.deviceId });
		},
	}),
	/** One's own, or anybody's by the chair or the operator. */
	'end-content': command({
		input: nothingSchema,
		by: 'anyone',
		decide: (state, _input, circumstances) => {
			const { content } = state.stage;
			if (!content) return refuse('no-content');
			const participantId = actingParticipant(circumstances);
			const directs = getParticipant(state, participantId ?? '')?.roles.some(
				(role) => role === 'chair' || role === 'operator',
			);
			if (content.participantId !== participantId && !directs) return refuse('not-allowed');
			return happened({ type: 'content-ended', deviceId: content.deviceId });
		},
	}),
};

export const stageSystemCommands = {
	/** The screen's stream stopped at its source. */
	'content-stopped': systemCommand({
		input: v.object({ deviceId: idSchema }),
		decide: (state, { deviceId }) =>
			state.stage.content?.deviceId === deviceId ? happened({ type: 'content-ended', deviceId }) : happened(),
	}),
};
