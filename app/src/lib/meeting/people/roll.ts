import { presenceOf } from '#meeting/presences.ts';
import { fromDayAndTime, readTime, toDayAndTime } from '#lib/i18n/dates.ts';
import { isPresent, seatedIn } from '#meeting/attendance.ts';
import type { LifecycleState } from '#meeting/lifecycle.ts';
import type { Participant } from '#meeting/plan.ts';
import type { MeetingState } from '#meeting/state.ts';
import { stayOf } from '#meeting/stay.ts';

/** People who are marked together: those who sit in one room, or in none (`site` undefined). */
export interface Roll {
	readonly site: Participant | undefined;
	readonly people: readonly Participant[];
}

/** One for each room in which anybody sits, in the order of the plan, and the last for who sits in none. */
export function rollsOf(state: Pick<MeetingState, 'plan' | 'attendance'>): readonly Roll[] {
	const sites = (state.plan?.participants ?? []).filter(({ kind }) => kind === 'site');
	const rolls = [...sites, undefined].map((site) => ({ site, people: seatedIn(state, site?.id ?? null) }));
	return rolls.filter(({ people }) => people.length > 0);
}

/** While the meeting is there: who is there now. After it: who attended. */
export const isTicked = (state: MeetingState, person: Participant): boolean =>
	state.lifecycle.phase === 'ended' ? stayOf(state, person) !== undefined : isPresent(state, person.id);

/**
 * Since when somebody is there who is ticked; undefined: since now. Of whom nothing was known before it is taken that they
 * came with the others: they are there since the opening, where `fromOpening` says so.
 */
export function tickedSince(state: MeetingState, person: Participant, fromOpening: boolean): number | undefined {
	const { startedAt, phase } = state.lifecycle;
	if (startedAt === null) return undefined;
	if (phase === 'ended') return startedAt;
	const known =
		stayOf(state, person) !== undefined || (presenceOf(state.attendance.came, person.id)?.word ?? null) !== null;
	return fromOpening && !known ? startedAt : undefined;
}

/** The latest moment of the meeting at which a clock showed this time; NaN: it is no time. */
export function momentOf(time: string, { startedAt, endedAt }: LifecycleState, now: number): number {
	const latest = endedAt ?? now;
	const sameDay = fromDayAndTime(toDayAndTime(latest).day, readTime(time));
	const moment = sameDay > latest ? sameDay - 24 * 3_600_000 : sameDay;
	// Who came in the minute of the opening came at the opening.
	return startedAt !== null && moment < startedAt && startedAt - moment < 60_000 ? startedAt : moment;
}
