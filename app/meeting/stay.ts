import { seatedIn, stretchesOf } from './attendance.ts';
import type { LifecycleState } from './lifecycle.ts';
import type { Participant } from './plan.ts';
import type { MeetingState } from './state.ts';
import { tolerance, united, within, type Stretch, type Stretches } from './stretches.ts';

/** How somebody, or a room, attended: from the opening to the end but for what is said here. ms since the epoch. */
export interface Stay {
	/** after the opening; null: was there from the opening */
	readonly cameAt: number | null;
	/** before the end; null: stayed, or is there still */
	readonly leftAt: number | null;
	readonly absences: readonly { readonly from: number; readonly to: number }[];
}

export const throughout: Stay = { cameAt: null, leftAt: null, absences: [] };

/**
 * How a participant attended the meeting as far as it has gone; undefined: not at all. What counts is the time in which
 * the meeting sits: nobody is absent from a pause, be it a night. Who only looked in did not attend; who voted or spoke
 * did, however short they were there.
 */
export function stayOf(state: MeetingState, participant: Participant): Stay | undefined {
	const { startedAt, endedAt } = state.lifecycle;
	const all = united(knownOf(state, participant));
	if (startedAt === null) return all.length > 0 ? throughout : undefined;
	const there = united(within(all, startedAt, endedAt)).filter((each) => !isLook(each, endedAt));
	const [first] = there;
	const last = there.at(-1);
	if (!first || !last) return hasActed(state, participant.id) ? throughout : undefined;
	const missed = (from: number, to: number) => missedOf(state.lifecycle, from, to) > tolerance;
	const gaps = there.slice(1).map(({ from }, index) => ({ from: there[index]?.to ?? from, to: from }));
	const isEarly = last.to !== null && (endedAt === null || missed(last.to, endedAt));
	return {
		cameAt: missed(startedAt, first.from) ? first.from : null,
		leftAt: isEarly ? last.to : null,
		absences: gaps.filter(({ from, to }) => missed(from, to)).map((gap) => sittingPart(state.lifecycle, gap)),
	};
}

/** A room is there by its terminal, or by the devices of those who sit in it. */
function knownOf(state: MeetingState, { id, kind }: Participant): Stretches {
	const own = stretchesOf(state, id);
	if (kind === 'person') return own;
	return [
		...own,
		...seatedIn(state, id).flatMap((each) => stretchesOf(state, each.id).filter(({ how }) => how === 'device')),
	];
}

/** So short that it shows nowhere, unless it goes on, or to the end. */
function isLook({ from, to }: Stretch, endedAt: number | null): boolean {
	if (to === null || to - from > tolerance) return false;
	return endedAt === null || endedAt - to > tolerance;
}

const hasActed = ({ votes, floor }: MeetingState, id: string): boolean =>
	votes.some(({ voted }) => voted.includes(id)) ||
	[...floor.speeches, floor.holder].some((speech) => speech?.participantId === id);

/** ms of the time in which the meeting sat. */
const missedOf = ({ pauses }: LifecycleState, from: number, to: number): number =>
	pauses.reduce((ms, pause) => ms - Math.max(0, Math.min(to, pause.to ?? to) - Math.max(from, pause.from)), to - from);

/** Without the pauses at its ends. */
function sittingPart({ pauses }: LifecycleState, gap: { from: number; to: number }): { from: number; to: number } {
	const begins = pauses.find(({ from, to }) => from <= gap.from && (to ?? Infinity) > gap.from);
	const ends = pauses.find(({ from, to }) => from < gap.to && (to ?? Infinity) >= gap.to);
	return { from: begins?.to ?? gap.from, to: ends?.from ?? gap.to };
}
