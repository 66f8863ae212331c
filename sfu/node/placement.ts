/** What a worker carries. */
export interface WorkerLoad {
	index: number;
	/** Is its process alive and listening? */
	ready: boolean;
	conferences: number;
	endpoints: number;
	consumers: number;
}

/**
 * Which worker a new conference goes to: the one with the fewest consumers (each forwarded track costs), then the
 * fewest endpoints, then conferences, then the lowest index. Undefined when none is ready.
 */
export function placeConference(loads: readonly WorkerLoad[]): number | undefined {
	let best: WorkerLoad | undefined;
	for (const load of loads) {
		if (load.ready && (best === undefined || compare(load, best) < 0)) best = load;
	}
	return best?.index;
}

function compare(a: WorkerLoad, b: WorkerLoad): number {
	return a.consumers - b.consumers || a.endpoints - b.endpoints || a.conferences - b.conferences || a.index - b.index;
}
