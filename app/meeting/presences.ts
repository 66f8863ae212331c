import type { Presence } from './attendance.ts';

/**
 * What is known of participants, by id, in parts of which each holds some of them: at each who comes or goes one part is made anew,
 * of whom there are twenty; of hundreds in one record all would be copied each time.
 */
export type Presences = readonly Readonly<Record<string, Presence>>[];

const parts = 32;

export const noPresences: Presences = Array.from({ length: parts }, () => ({}));

/** By the end of the id, where those of one meeting differ the most. */
function partOf(id: string): number {
	let part = 0;
	for (let at = Math.max(0, id.length - 3); at < id.length; at += 1) part = (part * 31 + id.charCodeAt(at)) % parts;
	return part;
}

/** Of whom nothing was ever known: undefined. */
export const presenceOf = (came: Presences, id: string): Presence | undefined => came[partOf(id)]?.[id];

/** All of whom anything is known, in no order. */
export const allPresences = (came: Presences): [id: string, Presence][] => came.flatMap((part) => Object.entries(part));

export function withPresence(came: Presences, id: string, presence: Presence): Presences {
	const part = partOf(id);
	return came.with(part, { ...came[part], [id]: presence });
}

/** Of whom something else is known in one than in the other, which came of it by `withPresence`. */
export const differingIn = (came: Presences, before: Presences): string[] =>
	came.flatMap((part, index) => {
		const former = before[index];
		return part === former ? [] : Object.keys(part).filter((id) => part[id] !== former?.[id]);
	});
