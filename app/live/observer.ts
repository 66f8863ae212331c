import type { TimingName } from './ops/timings.ts';

/** Hears of what takes time, as it happens: the metrics, which the core knows nothing of. All in ms; must not throw. */
export interface Observer {
	/** A commit of the journal is on disk: so long ago was the first of its commands given to the writer. */
	journalWritten(ms: number): void;
	timed(name: TimingName, ms: number): void;
}

export const nobody: Observer = { journalWritten: () => {}, timed: () => {} };
