import { isReachable } from '../attendance.ts';
import { outsideOf } from '../closed-session.ts';
import { ofPlan } from '../plan.ts';
import type { MeetingState } from '../state.ts';
import type { Address } from './address.ts';
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
	/** devices that are heard besides, each with its own microphone: the operators' announcements */
	readonly announcing: readonly string[];
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
 * The stage follows from the meeting's phase and its mode. While it runs the chair is heard throughout, others, operators
 * among them, only while they have the floor or the stage, speak where the voice decides, or announce something. Before
 * it begins and in a pause nobody is on air whom nobody brings there; after the end nobody is.
 */
export function stageOf(state: MeetingState, speakers: Speakers = []): Stage {
	switch (state.lifecycle.phase) {
		case 'live':
			return runningStage(state, speakers);
		case 'open':
		case 'paused':
			return restingStage(state);
		default:
			return emptyStage;
	}
}

const emptyStage: Stage = { main: null, contentDeviceId: null, secondary: [], audio: [], announcing: [], cued: [] };

/** Before the start and in a pause: who is put there to test the line, is polled, or speaks to all sites on purpose. */
function restingStage(state: MeetingState): Stage {
	const { directed, poll, cued, places } = state.stage;
	const outside = outsideOf(state);
	const chairs = addressesAs(state, 'chair').map(({ participantId }) => participantId);
	const main = [directed, chairs[0], poll?.shownId].find((id) => id != null && !outside(id)) ?? null;
	return {
		...emptyStage,
		main,
		secondary: chairs.filter((id) => id !== main).slice(0, places),
		audio: distinct([main, ...chairs]),
		announcing: announcing(state),
		cued: distinct([...cued, nextInPoll(state)]).filter((id) => id !== main && !outside(id)),
	};
}

const addressesAs = ({ stage }: MeetingState, role: Address['as']) => stage.addresses.filter(({ as }) => as === role);

const announcing = (state: MeetingState) => addressesAs(state, 'operator').map(({ deviceId }) => deviceId);

/** Before the start or in a pause, and nobody is seen: the time of the hall's and the pause's own picture. */
export const isResting = (state: MeetingState): boolean =>
	(state.lifecycle.phase === 'open' || state.lifecycle.phase === 'paused') && restingStage(state).main === null;

/** The next in the queue are shown small, so that the room sees who comes. */
function runningStage(state: MeetingState, speakers: Speakers): Stage {
	const { stage, floor } = state;
	const mode = stageModeOf(state);
	const outside = outsideOf(state);
	const chairs = presentChairs(state);
	const holder = floor.holder?.participantId ?? null;
	const inOrder: Record<typeof mode, (string | null | undefined)[]> = {
		chair: [stage.directed, holder, stage.poll?.shownId],
		floor: [stage.directed, holder, stage.poll?.shownId],
		voice: [stage.directed, speakers[0], stage.poll?.shownId],
		lecture: [],
	};
	const main = inOrder[mode].find((id) => id != null && !outside(id)) ?? chairs[0] ?? null;
	const queue = floor.queue.map((each) => each.participantId);
	const beside = [holder, ...chairs, stage.content?.participantId ?? null, ...queue];
	const next = [...queue.slice(0, readyInQueue), ...stage.cued, nextInPoll(state)];
	return {
		main,
		contentDeviceId: stage.content?.deviceId ?? null,
		secondary: distinct(mode === 'voice' ? [...speakers, ...beside] : beside)
			.filter((id) => id !== main && !outside(id))
			.slice(0, stage.places),
		audio: distinct(mode === 'voice' ? [holder, ...speakers] : [main, holder, ...chairs])
			.filter((id) => !outside(id))
			.slice(0, mode === 'voice' ? mostVoices : undefined),
		announcing: announcing(state),
		cued: distinct(next).filter((id) => id !== main && !outside(id)),
	};
}

const distinct = (ids: readonly (string | null)[]) => [...new Set(ids.filter((id) => id !== null))];

/** Also one who is there through the room that they sit in. */
export const presentChairs = (state: MeetingState): string[] =>
	state.plan ? chairsOf(state.plan).filter((id) => isReachable(state, id)) : [];

/** Asked for at every event: not looked for among hundreds each time. */
const chairsOf = ofPlan(({ participants }) =>
	participants.filter(({ roles }) => roles.includes('chair')).map(({ id }) => id),
);
