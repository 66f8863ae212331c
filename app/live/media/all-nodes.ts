import type { NodeRequestOutput } from '#sfu/link/contract.ts';

type Stats = NodeRequestOutput<'get-stats'>;

/**
 * What several nodes say of themselves as if they were one: processor time and memory added up, the slowest event loop,
 * all workers one after the other under new numbers, and each conference with whoever is in it on any node.
 */
export function allNodes(nodes: readonly Stats[]): Stats {
	let first = 0;
	const renumbered = nodes.map(({ process, workers, conferences }) => {
		const shift = first;
		first += Math.max(-1, ...workers.map(({ index }) => index)) + 1;
		return {
			process,
			workers: workers.map((worker) => ({ ...worker, index: worker.index + shift })),
			conferences: conferences.map(({ endpoints, ...conference }) => ({
				...conference,
				endpoints: endpoints.map((endpoint) => ({ ...endpoint, worker: endpoint.worker + shift })),
			})),
		};
	});
	const together = Map.groupBy(
		renumbered.flatMap(({ conferences }) => conferences),
		({ conferenceId }) => conferenceId,
	);
	const processes = nodes.map(({ process }) => process);
	return {
		process: {
			cpuMs: sum(processes.map(({ cpuMs }) => cpuMs)),
			rssKib: sum(processes.map(({ rssKib }) => rssKib)),
			eventLoopP99Ms: Math.max(0, ...processes.map(({ eventLoopP99Ms }) => eventLoopP99Ms)),
		},
		workers: renumbered.flatMap(({ workers }) => workers),
		conferences: [...together].map(([conferenceId, parts]) => ({
			conferenceId,
			pipes: sum(parts.map(({ pipes }) => pipes)),
			lines: parts.flatMap(({ lines }) => lines),
			endpoints: parts.flatMap(({ endpoints }) => endpoints),
		})),
	};
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
