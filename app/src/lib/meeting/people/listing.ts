import { steady } from '#lib/live/steady.ts';
import { folded } from '#lib/org/folded.ts';
import type { Participant } from '#meeting/plan.ts';
import type { Searchable } from './people-list.ts';

/** Whom the search finds, who is there first. The list that comes out as it was is the former one: no row of it is looked at. */
export function listing(): (
	everybody: Searchable,
	present: ReadonlySet<string>,
	wanted: string,
) => readonly Participant[] {
	const same = steady<readonly Participant[]>();
	return (everybody, present, wanted) => {
		const text = folded(wanted);
		const found = everybody.filter((each) => each.text.includes(text)).map(({ participant }) => participant);
		return same([...found.filter(({ id }) => present.has(id)), ...found.filter(({ id }) => !present.has(id))]);
	};
}
