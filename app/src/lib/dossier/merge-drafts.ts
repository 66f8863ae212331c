import { personSchema } from '#lib/org/found-person.ts';
import * as v from 'valibot';
import type { MeetingDraft } from './meeting-draft.ts';

/** A field that somebody else has changed since the form began. */
export interface ChangedField {
	readonly field: keyof MeetingDraft;
	/** `taken`: it was not touched here and shows theirs now; `kept`: what was entered here stands, theirs differs */
	readonly how: 'taken' | 'kept';
}

/**
 * Brings what one person has entered and what another has saved meanwhile together: nothing that was entered is lost, and
 * nothing that was saved is overwritten unseen. Lists are merged by their entries: what either side added or took away.
 */
export function mergeDrafts(
	begun: MeetingDraft,
	entered: MeetingDraft,
	saved: MeetingDraft,
): { readonly merged: MeetingDraft; readonly changed: readonly ChangedField[] } {
	const merged: Record<string, unknown> = { ...entered };
	const changed: ChangedField[] = [];
	for (const field of Object.keys(saved) as (keyof MeetingDraft)[]) {
		if (isSame(saved[field], begun[field]) || isSame(saved[field], entered[field])) continue;
		const untouched = isSame(entered[field], begun[field]);
		if (untouched) merged[field] = saved[field];
		changed.push({ field, how: untouched || lists.has(field) ? 'taken' : 'kept' });
	}
	const invited = mergeLists(begun.invited, entered.invited, saved.invited, ({ person }) => person.id);
	const unitIds = mergeLists(begun.unitIds, entered.unitIds, saved.unitIds, (id) => id);
	return { merged: { ...(merged as MeetingDraft), invited, unitIds }, changed };
}

const lists: ReadonlySet<keyof MeetingDraft> = new Set(['invited', 'unitIds']);

/** In the order of what was entered, what the other has added behind it; of one entry that both changed, the entered one. */
function mergeLists<T>(
	begun: readonly T[],
	entered: readonly T[],
	saved: readonly T[],
	keyOf: (entry: T) => string,
): readonly T[] {
	const [before, theirs] = [begun, saved].map((list) => new Map(list.map((entry) => [keyOf(entry), entry])));
	const mine = new Set(entered.map(keyOf));
	const kept = entered.flatMap((entry) => {
		const was = before?.get(keyOf(entry));
		const now = theirs?.get(keyOf(entry));
		// Who was not touched here follows the other: out of the list, or into another part.
		if (was === undefined || !isSame(entry, was)) return [entry];
		return now === undefined ? [] : [now];
	});
	const added = saved.filter((entry) => !mine.has(keyOf(entry)) && !before?.has(keyOf(entry)));
	return [...kept, ...added];
}

/** A person is one by their id, whatever else is known of them. */
const isSame = (a: unknown, b: unknown) => asText(a) === asText(b);
const asText = (value: unknown) =>
	JSON.stringify(value, (_name, each: unknown) => (v.is(personSchema, each) ? each.id : each));
