import { differenceOf } from './plan-difference.ts';
import type { Recorded } from './record.ts';
import { redact, redactState } from './redact.ts';
import { isSameJson } from './same-json.ts';
import { evolve, type MeetingState } from './state.ts';

/**
 * What a commit is to one reader: its events redacted, a difference of plans as that between what they see of either.
 * Null: they may see of the meeting something else than what follows from these events, and need everything anew.
 */
export function tellCommit(
	before: MeetingState,
	records: readonly Recorded[],
	readerId: string,
): readonly Recorded[] | null {
	let whole = before;
	let seen = redactState(before, readerId);
	const told = records.map((recorded) => {
		whole = evolve(whole, recorded);
		const own = tellOne(recorded, seen, whole, readerId);
		seen = evolve(seen, own);
		return own;
	});
	return isSameJson(seen, redactState(whole, readerId)) ? told : null;
}

/** `seen`: what the reader has before it; `whole`: the meeting after it. */
function tellOne(recorded: Recorded, seen: MeetingState, whole: MeetingState, readerId: string): Recorded {
	const { plan } = redactState(whole, readerId);
	if (recorded.event.type !== 'plan-changed' || !seen.plan || !plan) return redact(recorded, whole, readerId);
	const difference = differenceOf(seen.plan, plan) ?? {};
	return { ...recorded, event: { type: 'plan-changed', difference } };
}
