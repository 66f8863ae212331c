import { isSameJson } from './same-json.ts';

/** By what an entry of a list is known; no two of one list have the same. */
export type KeyOf<T> = (entry: T) => string;

/** What makes one list of another: applied in this order. Plain JSON; what is empty is left out. */
export interface ListDifference<T> {
	/** keys */
	readonly removed?: readonly string[];
	readonly changed?: readonly EntryChange<T>[];
	/** What is new or stands elsewhere, in the order of the new list. */
	readonly placed?: readonly Placed<T>[];
}

interface EntryChange<T> {
	readonly key: string;
	readonly set?: Partial<T>;
	/** fields that it no longer has */
	readonly unset?: readonly string[];
}

interface Placed<T> {
	/** the key of the one before it; null: it is the first */
	readonly after: string | null;
	/** whole where it is new, its key where it was in the old list */
	readonly entry: T | string;
}

/** Undefined where nothing differs. */
export function differenceOfLists<T extends object>(
	before: readonly T[],
	after: readonly T[],
	keyOf: KeyOf<T>,
): ListDifference<T> | undefined {
	// Mostly nothing differs, and two texts are compared in a fraction of the time that hundreds of entries take.
	if (before === after || JSON.stringify(before) === JSON.stringify(after)) return undefined;
	const old = new Map(before.map((entry, index) => [keyOf(entry), { entry, index }]));
	const keys = new Set(after.map(keyOf));
	const removed = [...old.keys()].filter((key) => !keys.has(key));
	const changed = after.flatMap((entry) => changeOf(keyOf(entry), old.get(keyOf(entry))?.entry, entry) ?? []);
	const inPlace = longestRising(after.flatMap((entry) => old.get(keyOf(entry))?.index ?? []));
	const placed = after.flatMap((entry, index): Placed<T>[] => {
		const key = keyOf(entry);
		const known = old.get(key);
		if (known && inPlace.has(known.index)) return [];
		const previous = after[index - 1];
		return [{ after: previous ? keyOf(previous) : null, entry: known ? key : entry }];
	});
	if (removed.length + changed.length + placed.length === 0) return undefined;
	return {
		...(removed.length > 0 && { removed }),
		...(changed.length > 0 && { changed }),
		...(placed.length > 0 && { placed }),
	};
}

/** `difference` was made of this very list. */
export function applyToList<T extends object>(
	before: readonly T[],
	{ removed = [], changed = [], placed = [] }: ListDifference<T>,
	keyOf: KeyOf<T>,
): readonly T[] {
	const changes = new Map(changed.map((change) => [change.key, change]));
	const old = new Map(before.map((entry) => [keyOf(entry), applyChange(entry, changes.get(keyOf(entry)))]));
	const elsewhere = new Set([...removed, ...placed.flatMap(({ entry }) => (typeof entry === 'string' ? entry : []))]);
	const followers = new Map(placed.map((each) => [each.after, each.entry]));
	const result: T[] = [];
	const follow = (key: string | null) => {
		for (let next = followers.get(key); next !== undefined;) {
			const entry = typeof next === 'string' ? old.get(next) : next;
			if (!entry) return;
			result.push(entry);
			next = followers.get(keyOf(entry));
		}
	};
	follow(null);
	for (const [key, entry] of old) {
		if (elsewhere.has(key)) continue;
		result.push(entry);
		follow(key);
	}
	return result;
}

/** What has changed in the fields of one entry; undefined: nothing, or it is new. */
function changeOf<T extends object>(key: string, before: T | undefined, after: T): EntryChange<T> | undefined {
	if (before === undefined || before === after) return undefined;
	const fields = Object.entries(after).filter(([name, value]) => !isSameJson(value, before[name as keyof T]));
	const unset = Object.keys(before).filter((name) => !(name in after));
	if (fields.length + unset.length === 0) return undefined;
	return {
		key,
		...(fields.length > 0 && { set: Object.fromEntries(fields) as Partial<T> }),
		...(unset.length > 0 && { unset }),
	};
}

function applyChange<T extends object>(entry: T, change: EntryChange<T> | undefined): T {
	if (!change) return entry;
	const unset = new Set(change.unset);
	const kept = Object.entries(entry).filter(([name]) => !unset.has(name));
	return { ...Object.fromEntries(kept), ...change.set } as T;
}

/** Of different numbers the longest series that rises: those entries stay where they are, and as few as may be are moved. */
function longestRising(numbers: readonly number[]): ReadonlySet<number> {
	/** the least number with which a series of each length ends */
	const ends: number[] = [];
	const previous = new Map<number, number | undefined>();
	for (const number of numbers) {
		let [low, high] = [0, ends.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((ends[middle] ?? 0) < number) low = middle + 1;
			else high = middle;
		}
		previous.set(number, ends[low - 1]);
		ends[low] = number;
	}
	const series = new Set<number>();
	for (let number = ends.at(-1); number !== undefined; number = previous.get(number)) series.add(number);
	return series;
}
