import { readFile } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import type { ProcessLoad } from './contract-process.ts';

/** How often the event loop is looked at, in ms: on time it is late by nothing. */
const resolution = 10;

/** Measures this process. */
export class OwnLoad {
	readonly #delays = monitorEventLoopDelay({ resolution });

	constructor() {
		this.#delays.enable();
	}

	measure(): ProcessLoad {
		const { user, system } = process.cpuUsage();
		// The histogram has the time from one look to the next, in ns.
		const late = this.#delays.percentile(99) / 1e6 - resolution;
		this.#delays.reset();
		return {
			cpuMs: Math.round((user + system) / 1000),
			rssKib: Math.round(process.memoryUsage.rss() / 1024),
			eventLoopP99Ms: Math.max(0, Math.round(late * 10) / 10),
		};
	}

	/** Idempotent. */
	close(): void {
		this.#delays.disable();
	}
}

/** Resident set of another process on this machine, in KiB; null where the system does not tell (Linux does). */
export async function residentKib(pid: number): Promise<number | null> {
	try {
		const status = await readFile(`/proc/${pid}/status`, 'utf8');
		const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
		return kib === undefined ? null : Number(kib);
	} catch {
		return null;
	}
}
