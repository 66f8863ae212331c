import type { Shedding } from '#sfu/conference/flow.ts';

/** A worker over the last second. */
export interface WorkerSample {
	/** Share of one core that it used, 0 to 1. */
	cpu: number;
	/** How long it took to answer, in ms: what waits in front of it. */
	answerMs: number;
}

/** How a worker has been doing. */
export interface WorkerHealth {
	readonly shedding: Shedding;
	/** Samples in a row that were too much, or well below. */
	readonly strained: number;
	readonly easy: number;
}

export const healthy: WorkerHealth = { shedding: 0, strained: 0, easy: 0 };

/** A key frame to hundreds fills a second now and then: only what lasts counts. Back again takes longer than away. */
const strainedFor = 3;
const easyFor = 10;

/** A worker is one thread: beyond this it forwards late, and then loses. */
const isStrained = ({ cpu, answerMs }: WorkerSample) => cpu >= 0.92 || answerMs >= 500;

/** What is taken up again costs about a third. */
const isEasy = ({ cpu, answerMs }: WorkerSample) => cpu < 0.6 && answerMs < 100;

export function nextHealth({ shedding, strained, easy }: WorkerHealth, sample: WorkerSample): WorkerHealth {
	if (isStrained(sample)) {
		if (strained + 1 < strainedFor) return { shedding, strained: strained + 1, easy: 0 };
		return { shedding: Math.min(2, shedding + 1) as Shedding, strained: 0, easy: 0 };
	}
	if (!isEasy(sample)) return { shedding, strained: 0, easy: 0 };
	if (easy + 1 < easyFor) return { shedding, strained: 0, easy: easy + 1 };
	return { shedding: Math.max(0, shedding - 1) as Shedding, strained: 0, easy: 0 };
}
