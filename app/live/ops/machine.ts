import type { NodeRequestOutput } from '#sfu/link/contract.ts';
import type { ProcessLoad } from '#sfu/link/contract-process.ts';

/** The processes at one moment. */
export interface Reading {
	/** ms, of a clock that never goes back */
	readonly at: number;
	readonly control: ProcessLoad;
	/** all of them together; null: no media node is there */
	readonly node: NodeRequestOutput<'get-stats'> | null;
}

export interface WorkerLoad {
	readonly index: number;
	/** share of one core, 0 to 1; null: measured for the first time */
	readonly cpu: number | null;
	readonly rssMb: number;
	readonly conferences: number;
	readonly endpoints: number;
	readonly consumers: number;
	readonly shedding: 0 | 1 | 2;
}

/** What the processes did between two readings. CPU as a share of one core, 0 to 1; event loops: p99 in ms. */
export interface MachineLoad {
	readonly controlCpu: number | null;
	readonly controlRssMb: number;
	readonly controlEventLoopP99Ms: number;
	/** null: no media node is there */
	readonly node: null | {
		readonly cpu: number | null;
		readonly rssMb: number;
		readonly eventLoopP99Ms: number;
		readonly workers: readonly WorkerLoad[];
	};
}

/** A worker or process that was started anew between both has no CPU time yet to compare with. */
export function loadBetween(before: Reading | undefined, now: Reading): MachineLoad {
	const elapsed = before ? now.at - before.at : 0;
	const share = (cpuMs: number, cpuMsBefore: number | undefined) =>
		cpuMsBefore === undefined || elapsed <= 0 || cpuMs < cpuMsBefore
			? null
			: Math.round(((cpuMs - cpuMsBefore) / elapsed) * 1000) / 1000;
	const { control, node } = now;
	// Several machines may have processes of the same number.
	const workerBefore = new Map(before?.node?.workers.map((worker) => [`${worker.index}/${worker.pid}`, worker.cpuMs]));
	return {
		controlCpu: share(control.cpuMs, before?.control.cpuMs),
		controlRssMb: megabytes(control.rssKib),
		controlEventLoopP99Ms: control.eventLoopP99Ms,
		node: node && {
			cpu: share(node.process.cpuMs, before?.node?.process.cpuMs),
			rssMb: megabytes(node.process.rssKib),
			eventLoopP99Ms: node.process.eventLoopP99Ms,
			workers: node.workers.map(({ index, pid, cpuMs, rssKib, maxRssKib, ...worker }) => {
				const { conferences, endpoints, consumers, shedding } = worker;
				const load = { cpu: share(cpuMs, workerBefore.get(`${index}/${pid}`)), rssMb: megabytes(rssKib ?? maxRssKib) };
				return { index, ...load, conferences, endpoints, consumers, shedding };
			}),
		},
	};
}

const megabytes = (kib: number) => Math.round(kib / 102.4) / 10;
