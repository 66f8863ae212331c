import * as v from 'valibot';
import { isConnected } from '../attendance.ts';
import { command, happened, systemCommand } from '../command.ts';
import { idSchema, nothingSchema } from '../input.ts';
import { unlessOpen } from '../lifecycle.ts';
import { getParticipant } from '../plan.ts';
import type { TellingOf } from '../reader.ts';
import { refuse } from '../refusal.ts';
import type { MeetingState } from '../state.ts';
import { unlessLecture } from './state.ts';

export type PollEvent =
	| { readonly type: 'poll-started'; readonly participantIds: readonly string[]; readonly seconds: number }
	/** null: nobody of them is there at this moment */
	| { readonly type: 'poll-advanced'; readonly participantId: string | null }
	| { readonly type: 'poll-stopped' };

export const pollTelling: TellingOf<PollEvent> = {
	'poll-started': 'everybody',
	'poll-advanced': 'everybody',
	'poll-stopped': 'everybody',
};

/** Polling (xem luân phiên): chosen participants stand on the stage in turn while nobody else does. */
export interface Poll {
	readonly participantIds: readonly string[];
	/** each is shown for so long */
	readonly seconds: number;
	/** who is shown now; null: nobody of them is there */
	readonly shownId: string | null;
	/** ms since the epoch: shown since then */
	readonly since: number;
}

export function evolvePoll(poll: Poll | null, event: PollEvent, at: number): Poll | null {
	switch (event.type) {
		case 'poll-started':
			return { participantIds: event.participantIds, seconds: event.seconds, shownId: null, since: at };
		case 'poll-advanced':
			return poll && { ...poll, shownId: event.participantId, since: at };
		case 'poll-stopped':
			return null;
	}
}

/** Who comes after the one that is shown, among those who are there; null: nobody is. */
export function nextInPoll(state: MeetingState): string | null {
	const { poll } = state.stage;
	if (!poll) return null;
	const from = poll.shownId === null ? 0 : poll.participantIds.indexOf(poll.shownId) + 1;
	const inTurn = [...poll.participantIds.slice(from), ...poll.participantIds.slice(0, from)];
	return inTurn.find((id) => isConnected(state, id)) ?? null;
}

/** ms since the epoch at which the next one is due; null: no poll, or nobody else of it is there. */
export function pollDeadline(state: MeetingState): number | null {
	const { poll } = state.stage;
	return poll === null || nextInPoll(state) === poll.shownId ? null : poll.since + poll.seconds * 1000;
}

export const pollCommands = {
	/** The first stands on the stage at once; whoever was put there gives way. */
	'start-poll': command({
		input: v.strictObject({
			participantIds: v.pipe(v.array(idSchema), v.minLength(1), v.maxLength(1000)),
			seconds: v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(300)),
		}),
		by: ['chair', 'operator'],
		decide: (state, { participantIds, seconds }) => {
			const notNow = unlessOpen(state) ?? unlessLecture(state);
			if (notNow) return notNow;
			const chosen = [...new Set(participantIds)];
			if (chosen.some((id) => !getParticipant(state, id))) return refuse('no-such-participant');
			const first = chosen.find((id) => isConnected(state, id)) ?? null;
			return happened(
				...(state.stage.directed === null ? [] : [{ type: 'stage-directed', participantId: null } as const]),
				{ type: 'poll-started', participantIds: chosen, seconds },
				{ type: 'poll-advanced', participantId: first },
			);
		},
	}),
	'stop-poll': command({
		input: nothingSchema,
		by: ['chair', 'operator'],
		decide: (state) => (state.stage.poll ? happened({ type: 'poll-stopped' }) : refuse('no-poll')),
	}),
};

export const pollSystemCommands = {
	/** The clock's: the next one's turn. */
	'advance-poll': systemCommand({
		input: nothingSchema,
		decide: (state, _input, { now }) => {
			const deadline = pollDeadline(state);
			if (deadline === null || now < deadline) return happened();
			return happened({ type: 'poll-advanced', participantId: nextInPoll(state) });
		},
	}),
};
