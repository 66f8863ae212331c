import * as v from 'valibot';
import { waitsOutside } from '../closed-session.ts';
import { command, happened, systemCommand } from '../command.ts';
import { idSchema, nothingSchema } from '../input.ts';
import { unlessLive, unlessOpen } from '../lifecycle.ts';
import { getParticipant } from '../plan.ts';
import { refuse } from '../refusal.ts';
import { addressCommands } from './address.ts';
import { pollCommands, pollSystemCommands } from './poll.ts';
import { stageModes, unlessLecture } from './state.ts';

/** Every microphone of a meeting that the voice directs is kept ready everywhere: their number must stay small. */
const mostForVoice = 50;

/** Who is kept ready costs their uplink all layers, and every site a paused track. */
export const mostCued = 4;

const directs = ['chair', 'operator'] as const;

/** Who may show content: those who run the meeting, the holder of the floor, and the presenter of the running item. */
export const presents = ['chair', 'secretary', 'operator', 'speaker', 'rapporteur'] as const;

export const stageCommands = {
	...pollCommands,
	...addressCommands,
	'direct-stage': command({
		input: v.strictObject({ participantId: v.nullable(idSchema) }),
		by: directs,
		decide: (state, { participantId }) => {
			const notOpen = unlessOpen(state);
			if (notOpen) return notOpen;
			if (participantId === null) return happened({ type: 'stage-directed', participantId });
			if (!getParticipant(state, participantId)) return refuse('no-such-participant');
			if (waitsOutside(state, participantId)) return refuse('not-at-closed-item');
			return unlessLecture(state) ?? happened({ type: 'stage-directed', participantId });
		},
	}),
	'set-stage-mode': command({
		input: v.strictObject({ mode: v.picklist(stageModes) }),
		by: directs,
		decide: (state, { mode }) => {
			const notOpen = unlessOpen(state);
			if (notOpen) return notOpen;
			if (mode === 'voice' && (state.plan?.participants.length ?? 0) > mostForVoice)
				return refuse('too-large-for-voice');
			return happened({ type: 'stage-mode-set', mode });
		},
	}),
	'set-stage-places': command({
		input: v.strictObject({ places: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(6)) }),
		by: directs,
		decide: (state, { places }) => unlessOpen(state) ?? happened({ type: 'stage-places-set', places }),
	}),
	/** Keeps the picture and sound of these ready everywhere; replaces those before. */
	'cue-stage': command({
		input: v.strictObject({ participantIds: v.pipe(v.array(idSchema), v.maxLength(mostCued)) }),
		by: directs,
		decide: (state, { participantIds }) => {
			const notOpen = unlessOpen(state);
			if (notOpen) return notOpen;
			if (participantIds.some((id) => !getParticipant(state, id))) return refuse('no-such-participant');
			return happened({ type: 'stage-cued', participantIds: [...new Set(participantIds)] });
		},
	}),
	'share-content': command({
		input: nothingSchema,
		by: presents,
		decide: (state, _input, { actor }) => {
			const notLive = unlessLive(state);
			if (notLive) return notLive;
			if (actor.kind !== 'participant') return refuse('not-allowed');
			const { content } = state.stage;
			if (content && content.participantId !== actor.participantId) return refuse('content-in-use');
			return happened({ type: 'content-shared', participantId: actor.participantId, deviceId: actor.deviceId });
		},
	}),
	/** One's own, or anybody's by the chair or the operator. */
	'end-content': command({
		input: nothingSchema,
		by: ['sharer', ...directs],
		decide: ({ stage: { content } }) =>
			content ? happened({ type: 'content-ended', deviceId: content.deviceId }) : refuse('no-content'),
	}),
};

export const stageSystemCommands = {
	...pollSystemCommands,
	/** The screen's stream stopped at its source. */
	'content-stopped': systemCommand({
		input: v.object({ deviceId: idSchema }),
		decide: (state, { deviceId }) =>
			state.stage.content?.deviceId === deviceId ? happened({ type: 'content-ended', deviceId }) : happened(),
	}),
};
