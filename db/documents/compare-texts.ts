import { diffArrays } from 'diff';

/** A run of what is in both, in the former alone, or in the later alone. */
export interface Run<Of> {
	readonly kind: 'same' | 'removed' | 'added';
	readonly items: readonly Of[];
}

/** Steps after which two lists are taken for two others: their comparison takes time and memory by the square of them. */
const mostSteps = 1_000;

/**
 * The fewest items to take out of one list and to put in, so that it becomes the other, in runs. Undefined: there is more to do
 * than `most`.
 */
export function compareLists<Of>(
	before: readonly Of[],
	after: readonly Of[],
	most: number = mostSteps,
): readonly Run<Of>[] | undefined {
	const runs = diffArrays([...before], [...after], { maxEditLength: most });
	return runs?.map(({ added, removed, value: items }) => ({
		kind: added ? 'added' : removed ? 'removed' : 'same',
		items,
	}));
}
