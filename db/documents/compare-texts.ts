/** A run of what is in both, in the former alone, or in the later alone. */
export interface Run<Of> {
	readonly kind: 'same' | 'removed' | 'added';
	readonly items: readonly Of[];
}

/** Steps after which two lists are taken for two others: their comparison takes time and memory by the square of them. */
const mostSteps = 1_000;

/**
 * The fewest items to take out of one list and to put in, so that it becomes the other (Myers, “An O(ND) difference algorithm”,
 * 1986), in runs. Undefined: there is more to do than `most`.
 */
export function compareLists<Of>(
	before: readonly Of[],
	after: readonly Of[],
	most: number = mostSteps,
): readonly Run<Of>[] | undefined {
	/** how far each diagonal reaches in `before`, step by step */
	const trace: Map<number, number>[] = [];
	let reach = new Map([[1, 0]]);
	for (let steps = 0; steps <= Math.min(most, before.length + after.length); steps += 1) {
		const next = new Map<number, number>();
		for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
			let at = startOf(reach, diagonal, steps);
			while (at < before.length && at - diagonal < after.length && before[at] === after[at - diagonal]) at += 1;
			next.set(diagonal, at);
			if (at >= before.length && at - diagonal >= after.length) return runsOf(before, after, [...trace, reach]);
		}
		trace.push(reach);
		reach = next;
	}
	return undefined;
}

/** Down (added) or to the right (removed) from the neighbour that reaches further. */
const isDown = (reach: ReadonlyMap<number, number>, diagonal: number, steps: number): boolean =>
	diagonal === -steps || (diagonal !== steps && (reach.get(diagonal - 1) ?? -1) < (reach.get(diagonal + 1) ?? -1));

const startOf = (reach: ReadonlyMap<number, number>, diagonal: number, steps: number): number =>
	isDown(reach, diagonal, steps) ? (reach.get(diagonal + 1) ?? 0) : (reach.get(diagonal - 1) ?? 0) + 1;

function runsOf<Of>(
	before: readonly Of[],
	after: readonly Of[],
	trace: readonly ReadonlyMap<number, number>[],
): readonly Run<Of>[] {
	const backwards: { kind: Run<Of>['kind']; item: Of }[] = [];
	let [x, y] = [before.length, after.length];
	for (const [steps, reach] of [...trace.entries()].reverse()) {
		const diagonal = x - y;
		const down = isDown(reach, diagonal, steps);
		const from = down ? diagonal + 1 : diagonal - 1;
		const fromX = steps === 0 ? 0 : (reach.get(from) ?? 0);
		const fromY = steps === 0 ? 0 : fromX - from;
		const [startX, startY] = steps === 0 ? [0, 0] : down ? [fromX, fromY + 1] : [fromX + 1, fromY];
		while (x > startX && y > startY) {
			x -= 1;
			y -= 1;
			backwards.push({ kind: 'same', item: before[x] as Of });
		}
		if (steps === 0) break;
		if (down) backwards.push({ kind: 'added', item: after[fromY] as Of });
		else backwards.push({ kind: 'removed', item: before[fromX] as Of });
		[x, y] = [fromX, fromY];
	}
	const runs: { kind: Run<Of>['kind']; items: Of[] }[] = [];
	for (const { kind, item } of backwards.reverse()) {
		const last = runs.at(-1);
		if (last?.kind === kind) last.items.push(item);
		else runs.push({ kind, items: [item] });
	}
	return runs;
}
