import * as v from 'valibot';
import { command, happened } from './command.ts';
import { idSchema } from './input.ts';
import { letGo } from './let-go.ts';
import { unlessLive } from './lifecycle.ts';
import type { TellingOf } from './reader.ts';
import type { MeetingEvent, Recorded } from './record.ts';
import { refuse } from './refusal.ts';
import type { MeetingState } from './state.ts';

export type AgendaEvent =
	| { readonly type: 'item-started'; readonly itemId: string }
	| { readonly type: 'item-ended'; readonly itemId: string }
	| { readonly type: 'item-skipped'; readonly itemId: string };

export const agendaTelling: TellingOf<AgendaEvent> = {
	'item-started': 'everybody',
	'item-ended': 'everybody',
	'item-skipped': 'everybody',
};

/** One stretch of time in which an item was dealt with; an item taken up again has several. ms since the epoch. */
export interface Run {
	readonly from: number;
	readonly to: number | null;
}

export interface AgendaState {
	readonly runningId: string | null;
	/** by item id; an item not yet reached is not in it */
	readonly items: Readonly<
		Record<string, { readonly outcome: 'running' | 'done' | 'skipped'; readonly runs: readonly Run[] }>
	>;
}

export const agendaBefore: AgendaState = { runningId: null, items: {} };

export function evolveAgenda(state: AgendaState, { at, event }: Recorded): AgendaState {
	switch (event.type) {
		case 'item-started': {
			const runs = [...(state.items[event.itemId]?.runs ?? []), { from: at, to: null }];
			return { runningId: event.itemId, items: { ...state.items, [event.itemId]: { outcome: 'running', runs } } };
		}
		case 'item-ended':
			return endRunning(state, at);
		case 'item-skipped':
			return { ...state, items: { ...state.items, [event.itemId]: { outcome: 'skipped', runs: [] } } };
		case 'meeting-ended':
			return endRunning(state, at);
		default:
			return state;
	}
}

function endRunning(state: AgendaState, at: number): AgendaState {
	const item = state.runningId === null ? undefined : state.items[state.runningId];
	if (state.runningId === null || !item) return state;
	const runs = item.runs.map((run) => (run.to === null ? { ...run, to: at } : run));
	return { runningId: null, items: { ...state.items, [state.runningId]: { outcome: 'done', runs } } };
}

const knows = (state: MeetingState, itemId: string) => state.plan?.agenda.some((item) => item.id === itemId) ?? false;

const runs = ['chair', 'secretary'] as const;
const itemInput = v.strictObject({ itemId: idSchema });

export const agendaCommands = {
	/** Starting an item ends the one that runs. */
	'start-item': command({
		input: itemInput,
		by: runs,
		decide: (state, { itemId }) => {
			const notLive = unlessLive(state);
			if (notLive) return notLive;
			const { plan } = state;
			if (!plan || !knows(state, itemId)) return refuse('no-such-item');
			const { runningId } = state.agenda;
			if (runningId === itemId) return refuse('item-already-running');
			const then = { ...state, agenda: { ...state.agenda, runningId: itemId } };
			const ended: MeetingEvent[] = runningId === null ? [] : [{ type: 'item-ended', itemId: runningId }];
			// Who waits outside of it lets go of what they hold.
			return happened(...ended, ...letGo(then, plan), { type: 'item-started', itemId });
		},
	}),
	'end-item': command({
		input: itemInput,
		by: runs,
		decide: (state, { itemId }) => {
			const notLive = unlessLive(state);
			if (notLive) return notLive;
			// Also one that a revised plan no longer has: its time ends when it is said to end.
			if (state.agenda.runningId === itemId) return happened({ type: 'item-ended', itemId });
			return refuse(knows(state, itemId) ? 'item-not-running' : 'no-such-item');
		},
	}),
	'skip-item': command({
		input: itemInput,
		by: runs,
		decide: (state, { itemId }) => {
			const notLive = unlessLive(state);
			if (notLive) return notLive;
			if (!knows(state, itemId)) return refuse('no-such-item');
			const outcome = state.agenda.items[itemId]?.outcome;
			if (outcome === 'running') return refuse('item-already-running');
			return outcome ? refuse('item-already-done') : happened({ type: 'item-skipped', itemId });
		},
	}),
};
