/**
 * How one is known to be there: by a device of their own, by the secretary's list, by a roll call; a room by its terminal.
 */
export type How = 'device' | 'terminal' | 'list' | 'roll-call';

/** Present from–to; times are ms since the epoch, `to` null: still there. Those of one `how` after another. */
export interface Stretch {
	readonly from: number;
	readonly to: number | null;
	readonly how: How;
}

export type Stretches = readonly Stretch[];

/**
 * What lasts no longer than a minute shows in no attendance: a link that drops and comes back is no absence, and a look
 * in no presence. No law and no regulation that we know of names a measure: bodies' regulations (Quy chế làm việc) ask
 * who was present, who absent and why, and offices write times to the minute, in which a shorter stretch cannot be
 * said. The journal keeps every link to the millisecond, should a body ever need it.
 */
export const tolerance = 60_000;

export const isOpen = ({ to }: Stretch): boolean => to === null;

const isLink = ({ how }: Stretch) => how === 'device' || how === 'terminal';
export const isWord = (stretch: Stretch): boolean => !isLink(stretch);

const contains = ({ from, to }: Stretch, at: number) => from <= at && (to === null || to > at);

/** A link stands: after a cut as short as the tolerance the stretch before it goes on. */
export function linked(stretches: Stretches, from: number, how: 'device' | 'terminal'): Stretches {
	const last = stretches.findLast(isLink);
	if (last && isOpen(last)) return stretches;
	if (last?.to == null || from - last.to > tolerance) return [...stretches, { from, to: null, how }];
	return stretches.map((each) => (each === last ? { ...last, to: null } : each));
}

/** What was open ends, as far as `which` says. */
export const ended = (stretches: Stretches, to: number, which: (stretch: Stretch) => boolean): Stretches =>
	lasting(stretches.map((each) => (isOpen(each) && which(each) ? { ...each, to } : each)));

export const unlinked = (stretches: Stretches, to: number): Stretches => ended(stretches, to, isLink);

/** They are there, since then as far as they are not known to have been away later, until somebody says otherwise. */
export function ticked(stretches: Stretches, since: number, how: 'list' | 'roll-call'): Stretches {
	if (stretches.some((each) => isOpen(each) && isWord(each))) return stretches;
	const away = stretches.map(({ to }) => to ?? 0);
	return [...stretches, { from: Math.max(since, ...away), to: null, how }];
}

/** They came at that time, whatever the device or the list said: neither before nor after. */
export function cameAt(stretches: Stretches, at: number, how: 'list' | 'roll-call'): Stretches {
	if (stretches.some((each) => contains(each, at)))
		return stretches.map((each) => (contains(each, at) ? { ...each, from: at } : each));
	const later = stretches.map(({ from }) => from).filter((from) => from > at);
	return [...stretches, { from: at, to: later.length === 0 ? null : Math.min(...later), how }];
}

/** They left at that time, though a device of theirs may have stayed on. */
export const leftAt = (stretches: Stretches, at: number): Stretches =>
	lasting(stretches.map((each) => (contains(each, at) ? { ...each, to: at } : each)));

/** Said to be there by mistake: only what devices of their own say stands, until now. */
export const takenBack = (stretches: Stretches, now: number): Stretches => unlinked(stretches.filter(isLink), now);

const lasting = (stretches: Stretches): Stretches => stretches.filter(({ from, to }) => to === null || to > from);

/** In order and apart from each other: what overlaps, or lies no further apart than the tolerance, is one. */
export function united(stretches: Stretches): Stretches {
	const all: Stretch[] = [];
	for (const next of stretches.toSorted((one, other) => one.from - other.from)) {
		const last = all.at(-1);
		if (!last || (last.to !== null && next.from - last.to > tolerance)) all.push(next);
		else all[all.length - 1] = { ...last, to: laterOf(last.to, next.to) };
	}
	return all;
}

const laterOf = (one: number | null, other: number | null) =>
	one === null || other === null ? null : Math.max(one, other);

/** The parts that lie within a span; `to` null: without an end. */
export const within = (stretches: Stretches, from: number, to: number | null): Stretches =>
	lasting(
		stretches.map((each) => ({
			...each,
			from: Math.max(each.from, from),
			to: to === null ? each.to : Math.min(each.to ?? to, to),
		})),
	);
