import { isConnected } from '../attendance.ts';
import type { MeetingState } from '../state.ts';
import { nextInPoll } from './poll.ts';
import { stageModeOf } from './state.ts';

/** What every site sees and hears: participants, whose own device or room terminal sends the picture. */
export interface Stage {
	readonly main: string | null;
	/** the device whose screen is shown */
	readonly contentDeviceId: string | null;
	/** shown small, at most as many as the stage has places */
	readonly secondary: readonly string[];
	readonly audio: readonly string[];
	/** kept ready everywhere, picture and sound: who comes next */
	readonly cued: readonly string[];
}

/**
 * Who speaks at this moment, the one to be seen first: participants, as the server hears them. Not in the journal: it
 * changes with every breath.
 */
export type Speakers = readonly string[];

/** So many of those who wait for the floor are kept ready: one who is called, and one in case the first is not there. */
const readyInQueue = 2;

/** As many voices as an ear can tell apart. */
const mostVoices = 3;

/**
 * The stage follows from the meeting and its mode. The chair is heard throughout, others, operators among them, only
 * while they have the floor or the stage, or speak where the voice decides. The next in the queue are shown small, so
 * that the room sees who comes.
 */
export function stageOf(state: MeetingState, speakers: Speakers = []): Stage {
	const { stage, floor } = state;
	const mode = stageModeOf(state);
	const chairs = connectedChairs(state);
	const holder = floor.holder?.participantId ?? null;
	const inOrder: Record<typeof mode, (string | null | undefined)[]> = {
		chair: [stage.directed, holder, stage.poll?.shownId],
		floor: [stage.directed, holder, stage.poll?.shownId],
		voice: [stage.directed, speakers[0], stage.poll?.shownId],
		lecture: [],
	};
	const main = inOrder[mode].find((id) => id != null) ?? chairs[0] ?? null;
	const queue = floor.queue.map((each) => each.participantId);
	const beside = [holder, ...chairs, stage.content?.participantId ?? null, ...queue];
	const next = [...queue.slice(0, readyInQueue), ...stage.cued, nextInPoll(state)];
	return {
		main,
		contentDeviceId: stage.content?.deviceId ?? null,
		secondary: distinct(mode === 'voice' ? [...speakers, ...beside] : beside)
			.filter((id) => id !== main)
			.slice(0, stage.places),
		audio:
			mode === 'voice' ? distinct([holder, ...speakers]).slice(0, mostVoices) : distinct([main, holder, ...chairs]),
		cued: distinct(next).filter((id) => id !== main),
	};
}

const distinct = (ids: readonly (string | null)[]) => [...new Set(ids.filter((id) => id !== null))];

export const connectedChairs = (state: MeetingState): string[] =>
	(state.plan?.participants ?? [])
		.filter((each) => each.roles.includes('chair') && isConnected(state, each.id))
		.map((each) => each.id);
