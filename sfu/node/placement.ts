/** What a worker carries. */
export interface WorkerLoad {
	index: number;
	/** Is its process alive and listening? */
	ready: boolean;
	/** It sheds load already, or owes an answer. */
	overloaded: boolean;
	conferences: number;
	/** Also those that are still joining. */
	endpoints: number;
	consumers: number;
}

/**
 * A conference stays on the workers it has as long as these carry at most so much more than the least loaded one: each
 * further worker costs a pipe for every stream. A worker carries about a thousand tracks.
 */
const loyalty = 60;

/**
 * Which worker the next endpoint of a conference goes to: the least loaded one of those that are ready, not overloaded
 * ones if there are others; among those that carry little more than that, one where the conference is `seated` already.
 * Load is forwarded tracks, and endpoints, which will each have some. Undefined when none is ready.
 */
export function placeEndpoint(loads: readonly WorkerLoad[], seated: ReadonlySet<number>): number | undefined {
	const ready = loads.filter((load) => load.ready);
	const sound = ready.filter((load) => !load.overloaded);
	const candidates = (sound.length > 0 ? sound : ready).toSorted(compare);
	const [least] = candidates;
	if (!least) return undefined;
	const near = candidates.find((load) => seated.has(load.index) && weigh(load) <= weigh(least) + loyalty);
	return (near ?? least).index;
}

const weigh = ({ consumers, endpoints }: WorkerLoad) => consumers + endpoints;

const compare = (a: WorkerLoad, b: WorkerLoad) =>
	weigh(a) - weigh(b) || a.conferences - b.conferences || a.index - b.index;
