import type { LifecycleState } from '../lifecycle.ts';
import { ofPlan, type Plan } from '../plan.ts';
import type { TellingOf } from '../reader.ts';
import type { Recorded } from '../record.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { evolveAddresses, type Address, type AddressEvent } from './address.ts';
import { evolvePoll, type Poll, type PollEvent } from './poll.ts';

/**
 * Whom the large picture follows. `chair`: whom the chair or the operator puts there, else whom the chair gave the
 * floor; `floor`: whoever gets the floor, until somebody else is put there; `voice`: whoever speaks; `lecture`: everybody sees the chair, and the chair
 * the sites in turn.
 */
export const stageModes = ['chair', 'floor', 'voice', 'lecture'] as const;
export type StageMode = (typeof stageModes)[number];

export type StageEvent =
	| PollEvent
	| AddressEvent
	| { readonly type: 'stage-mode-set'; readonly mode: StageMode }
	/** how many are shown small beside the large picture */
	| { readonly type: 'stage-places-set'; readonly places: number }
	/** null: the stage follows its mode again */
	| { readonly type: 'stage-directed'; readonly participantId: string | null }
	/** whose picture and sound are kept ready everywhere, in place of those before */
	| { readonly type: 'stage-cued'; readonly participantIds: readonly string[] }
	| { readonly type: 'content-shared'; readonly participantId: string; readonly deviceId: string }
	| { readonly type: 'content-ended'; readonly deviceId: string };

export const stageTelling: TellingOf<Exclude<StageEvent, PollEvent | AddressEvent>> = {
	'stage-mode-set': 'everybody',
	'stage-places-set': 'everybody',
	'stage-directed': 'everybody',
	'stage-cued': 'everybody',
	'content-shared': 'everybody',
	'content-ended': 'everybody',
};

export interface StageState {
	/** null: nobody has chosen one, and the size of the meeting decides */
	readonly mode: StageMode | null;
	readonly places: number;
	/** whom the chair or the operator put on the stage */
	readonly directed: string | null;
	readonly cued: readonly string[];
	readonly poll: Poll | null;
	/** who speaks to all sites, in the order of beginning; one of each participant */
	readonly addresses: readonly Address[];
	/** whose screen is shown beside the speaker */
	readonly content: { readonly participantId: string; readonly deviceId: string } | null;
}

export const stageBefore: StageState = {
	mode: null,
	places: 3,
	directed: null,
	cued: [],
	poll: null,
	addresses: [],
	content: null,
};

export function evolveStage(meeting: StagedMeeting, recorded: Recorded): StageState {
	const { event } = recorded;
	const addresses = evolveAddresses(meeting.stage.addresses, recorded);
	const state = addresses === meeting.stage.addresses ? meeting.stage : { ...meeting.stage, addresses };
	switch (event.type) {
		case 'floor-granted':
			// The last word counts: the floor takes the picture, and whoever is put on the stage afterwards takes it again.
			return stageModeOf(meeting) === 'floor' ? { ...state, directed: null } : state;
		case 'address-begun':
			// The last word counts here, too.
			return event.as === 'chair' ? { ...state, directed: null } : state;
		case 'meeting-started':
		case 'meeting-paused':
		case 'meeting-resumed':
			// Whom a test of the line or a roll call brought to the stage has no part in what begins now, and who was seen
			// before a pause is not on air in it.
			return { ...state, directed: null, poll: null };
		case 'stage-mode-set':
			return { ...state, mode: event.mode };
		case 'stage-places-set':
			return { ...state, places: event.places };
		case 'stage-directed':
			return { ...state, directed: event.participantId };
		case 'stage-cued':
			return { ...state, cued: event.participantIds };
		case 'content-shared':
			return { ...state, content: { participantId: event.participantId, deviceId: event.deviceId } };
		case 'content-ended':
		case 'device-disconnected':
			return state.content?.deviceId === event.deviceId ? { ...state, content: null } : state;
		case 'poll-started':
		case 'poll-advanced':
		case 'poll-stopped':
			return { ...state, poll: evolvePoll(state.poll, event, recorded.at) };
		case 'meeting-ended':
			return stageBefore;
		default:
			return state;
	}
}

/** More sites than this, and the stage is the chair's unless somebody says otherwise: no floor can be left to itself. */
const smallMeeting = 20;

interface StagedMeeting {
	readonly plan: Plan | null;
	readonly stage: StageState;
}

interface RunningMeeting extends StagedMeeting {
	readonly lifecycle: LifecycleState;
}

const isSmall = ofPlan(({ participants }) => participants.filter(({ kind }) => kind === 'site').length <= smallMeeting);

export const stageModeOf = ({ plan, stage }: StagedMeeting): StageMode =>
	stage.mode ?? (plan && !isSmall(plan) ? 'chair' : 'floor');

/** Everybody sees the chair; not before the start and in a pause, when lines are tested. */
export const isLecturing = (state: RunningMeeting): boolean =>
	state.lifecycle.phase === 'live' && stageModeOf(state) === 'lecture';

/** Whom somebody puts on the stage of a lecture would not be seen. */
export const unlessLecture = (state: RunningMeeting): Refusal | undefined =>
	isLecturing(state) ? refuse('stage-follows-lecture') : undefined;
