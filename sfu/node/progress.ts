import { readFileSync } from 'node:fs';

/** What another process on this machine has got of the processor. */
export interface Progress {
	/** since its start, ms */
	readonly cpuMs: number;
	/** it runs, or waits for nothing but the processor, or for memory */
	readonly runnable: boolean;
}

/** ms; Linux tells times of processes in hundredths of a second, whatever the machine. */
const tick = 10;

/** Undefined where the system does not tell (Linux does), or the process is gone. */
export function progressOf(pid: number): Progress | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
		// The name, in brackets, may have anything in it. After it come the state and, as 14th and 15th of all, the times.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		const cpuMs = (Number(fields[11]) + Number(fields[12])) * tick;
		return Number.isNaN(cpuMs) ? undefined : { cpuMs, runnable: 'RD'.includes(fields[0] ?? '?') };
	} catch {
		return undefined;
	}
}

/**
 * It works, or would if it were given the processor: it is behind, and does not hang. One that spins for ever looks the
 * same.
 */
export function isAtWork(before: Progress | undefined, now: Progress | undefined): boolean {
	return before !== undefined && now !== undefined && (now.runnable || now.cpuMs > before.cpuMs);
}
