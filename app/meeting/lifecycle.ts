import * as v from 'valibot';
import { command, happened, systemCommand } from './command.ts';
import { nothingSchema } from './input.ts';
import { letGo } from './let-go.ts';
import type { Plan } from './plan.ts';
import { differenceOf, type PlanDifference } from './plan-difference.ts';
import { redactPlan } from './redact-plan.ts';
import { withheld, type TellingOf } from './reader.ts';
import type { Recorded } from './record.ts';
import { refuse } from './refusal.ts';
import type { MeetingState } from './state.ts';

export type LifecycleEvent =
	| { readonly type: 'meeting-opened'; readonly plan: Plan }
	| { readonly type: 'plan-changed'; readonly difference: PlanDifference }
	/** of journals before there were differences: a revision with all of the new plan */
	| { readonly type: 'plan-revised'; readonly plan: Plan }
	| { readonly type: 'meeting-started' }
	/** `until`, ms since the epoch: planned to go on then; left out where nobody said so */
	| { readonly type: 'meeting-paused'; readonly until?: number }
	| { readonly type: 'meeting-resumed' }
	| { readonly type: 'meeting-ended' }
	/**
	 * The line to the media node of an area was cut: who was with it went on by themselves, with no word from here. `area`: what the
	 * unit is called where the node stands; empty where none is known. `from`, `to`: ms since the epoch.
	 */
	| ({ readonly type: 'island' } & Island)
	/** never in the journal: stands for an event that this reader may not see (reader.ts) */
	| { readonly type: 'withheld' };

export const lifecycleTelling: TellingOf<LifecycleEvent> = {
	'meeting-opened': (event, { reader }) => ({ ...event, plan: redactPlan(event.plan, reader) }),
	// What it says to a reader lies between two plans: tell-commit.ts.
	'plan-changed': () => withheld,
	'plan-revised': (event, { reader }) => ({ ...event, plan: redactPlan(event.plan, reader) }),
	'meeting-started': 'everybody',
	'meeting-paused': 'everybody',
	'meeting-resumed': 'everybody',
	'meeting-ended': 'everybody',
	island: 'everybody',
	withheld: 'everybody',
};

/** `open`: people come in and check their devices, nothing is decided yet. Times are ms since the epoch. */
export interface LifecycleState {
	readonly phase: 'planned' | 'open' | 'live' | 'paused' | 'ended';
	readonly startedAt: number | null;
	readonly endedAt: number | null;
	readonly pauses: readonly Pause[];
	/** in the order in which they were heard of */
	readonly islands: readonly Island[];
}

/** When the area of a media node was on its own. */
interface Island {
	readonly nodeId: string;
	readonly area: string;
	readonly from: number;
	readonly to: number;
}

interface Pause {
	readonly from: number;
	readonly to: number | null;
	/** when it was planned to end; null: nobody said so */
	readonly until: number | null;
}

export const lifecycleBefore: LifecycleState = {
	phase: 'planned',
	startedAt: null,
	endedAt: null,
	pauses: [],
	islands: [],
};

export function evolveLifecycle(state: LifecycleState, { at, event }: Recorded): LifecycleState {
	switch (event.type) {
		case 'meeting-opened':
			return { ...state, phase: 'open' };
		case 'meeting-started':
			return { ...state, phase: 'live', startedAt: at };
		case 'meeting-paused':
			return {
				...state,
				phase: 'paused',
				pauses: [...state.pauses, { from: at, to: null, until: event.until ?? null }],
			};
		case 'meeting-resumed':
			return { ...state, phase: 'live', pauses: endLastPause(state.pauses, at) };
		case 'meeting-ended':
			return { ...state, phase: 'ended', endedAt: at, pauses: endLastPause(state.pauses, at) };
		case 'island': {
			const { nodeId, area, from, to } = event;
			return { ...state, islands: [...state.islands, { nodeId, area, from, to }] };
		}
		default:
			return state;
	}
}

const endLastPause = (pauses: LifecycleState['pauses'], at: number) =>
	pauses.map((pause) => (pause.to === null ? { ...pause, to: at } : pause));

/** Refuses what needs a running meeting; undefined when it runs. */
export function unlessLive(state: MeetingState) {
	const { phase } = state.lifecycle;
	if (phase === 'live') return undefined;
	return refuse(phase === 'ended' ? 'meeting-ended' : 'meeting-not-live');
}

/** Refuses what needs an open hall (before the start, running or paused); undefined when it is open. */
export function unlessOpen(state: MeetingState) {
	const { phase } = state.lifecycle;
	if (phase === 'ended') return refuse('meeting-ended');
	return phase === 'planned' ? refuse('meeting-not-open') : undefined;
}

const runs = ['chair', 'secretary'] as const;

export const lifecycleCommands = {
	'start-meeting': command({
		input: nothingSchema,
		by: runs,
		freezesPlan: true,
		decide: (state) =>
			unlessOpen(state) ??
			(state.lifecycle.phase === 'open' ? happened({ type: 'meeting-started' }) : refuse('meeting-already-started')),
	}),
	/** `minutes`: how long it is to last, as everybody is told; it goes on when somebody resumes it. */
	'pause-meeting': command({
		input: v.strictObject({ minutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(24 * 60))) }),
		by: runs,
		decide: (state, { minutes }, { now }) => {
			const until = minutes === undefined ? {} : { until: now + minutes * 60_000 };
			return unlessLive(state) ?? happened({ type: 'meeting-paused', ...until });
		},
	}),
	'resume-meeting': command({
		input: nothingSchema,
		by: runs,
		decide: (state) =>
			unlessOpen(state) ??
			(state.lifecycle.phase === 'paused' ? happened({ type: 'meeting-resumed' }) : refuse('meeting-not-paused')),
	}),
	'end-meeting': command({
		input: nothingSchema,
		by: runs,
		decide: (state) => {
			const { phase } = state.lifecycle;
			if (phase === 'ended') return refuse('meeting-ended');
			if (phase !== 'live' && phase !== 'paused') return refuse('meeting-not-live');
			if (state.votes.some((vote) => vote.phase === 'open')) return refuse('vote-still-open');
			return happened({ type: 'meeting-ended' });
		},
	}),
};

/** A plan comes from the database, which has validated it; no person can send one. */
const planSchema = v.custom<Plan>((value) => typeof value === 'object' && value !== null);

/** How far the two ends of a link may be apart about a time. ms */
const apart = 2_000;

export const lifecycleSystemCommands = {
	/** What a node tells once it is heard again; told twice it is the same one. */
	'note-island': systemCommand({
		input: v.object({ nodeId: v.string(), area: v.string(), from: v.number(), to: v.number() }),
		decide: (state, island) => {
			const isSame = ({ nodeId, from, to }: Island) =>
				nodeId === island.nodeId && from <= island.to + apart && island.from <= to + apart;
			if (unlessOpen(state) || state.lifecycle.islands.some(isSame)) return happened();
			return happened({ type: 'island', ...island });
		},
	}),
	'open-meeting': systemCommand({
		input: v.object({ plan: planSchema }),
		decide: (state, { plan }) =>
			state.lifecycle.phase === 'planned' ? happened({ type: 'meeting-opened', plan }) : happened(),
	}),
	'revise-plan': systemCommand({
		input: v.object({ plan: planSchema }),
		decide: (state, { plan }) => {
			const notOpen = unlessOpen(state);
			if (notOpen || !state.plan) return notOpen ?? refuse('meeting-not-open');
			const difference = differenceOf(state.plan, plan);
			return difference ? happened(...letGo(state, plan), { type: 'plan-changed', difference }) : happened();
		},
	}),
	/** For whom its papers are, and which were recalled, goes on following the dossier after the end; nothing else of the plan does. */
	'follow-papers': systemCommand({
		input: v.object({ papers: v.custom<Plan['papers']>(Array.isArray) }),
		decide: ({ plan, lifecycle }, { papers: now }) => {
			if (!plan || lifecycle.phase !== 'ended') return happened();
			const papers = plan.papers.map((paper) => {
				const is = now.find(({ documentId }) => documentId === paper.documentId);
				const { access: _access, recalled: _recalled, ...rest } = paper;
				if (!is) return paper;
				return { ...rest, ...(is.access && { access: is.access }), ...(is.recalled && { recalled: is.recalled }) };
			});
			const difference = differenceOf(plan, { ...plan, papers });
			return difference ? happened({ type: 'plan-changed', difference }) : happened();
		},
	}),
};
