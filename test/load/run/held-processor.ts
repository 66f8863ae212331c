import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** The kernel gives out time in turns of so long, µs: short ones, as of a slow processor and not of one that stands still. */
const turn = 10_000;

/** Of each second of a core, at most, for threads that go before all others: those of sound. µs */
const realTime = 500_000;

/** Linux has one of these, as it was set up (cgroups(7), version 1 and 2). */
const [first, unified] = ['/sys/fs/cgroup/cpu', '/sys/fs/cgroup'];

/**
 * Processes that together have a share of one core, however many threads they have and whatever the machine would give:
 * a cgroup of their own. What they start belongs to it, too. Needs root, and a machine that lets it make one.
 */
export class HeldProcessor {
	readonly #folder: string;
	readonly #parent: string;

	/** Throws an Error that says what is missing where this machine cannot do it. */
	static take(pids: readonly number[]): HeldProcessor {
		const parent = existsSync(path.join(first, 'cpu.shares')) ? first : unified;
		try {
			if (parent === unified) writeFileSync(path.join(unified, 'cgroup.subtree_control'), '+cpu');
			return new HeldProcessor(parent, pids);
		} catch (error) {
			throw new Error(`a share of a core needs root, and a cgroup for it: ${String(error)}`, { cause: error });
		}
	}

	private constructor(parent: string, pids: readonly number[]) {
		this.#parent = parent;
		this.#folder = path.join(parent, `nhip-cau-load-${process.pid}`);
		mkdirSync(this.#folder);
		// A kernel that counts what real-time threads take has none of it for a new group, and lets no browser in that has one
		// for its sound.
		if (existsSync(path.join(this.#folder, 'cpu.rt_runtime_us'))) this.#write('cpu.rt_runtime_us', `${realTime}`);
		for (const pid of pids) this.#move(this.#folder, pid);
	}

	/** `share`: of a core; null: as much as there is. */
	hold(share: number | null): void {
		const quota = share === null ? undefined : Math.round(share * turn);
		if (this.#parent === unified) return this.#write('cpu.max', `${quota ?? 'max'} ${turn}`);
		this.#write('cpu.cfs_period_us', `${turn}`);
		this.#write('cpu.cfs_quota_us', `${quota ?? -1}`);
	}

	/** They have what there is again, as far as they still run. */
	close(): void {
		this.hold(null);
		for (const pid of readFileSync(path.join(this.#folder, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean))
			this.#move(this.#parent, Number(pid));
		rmdirSync(this.#folder);
	}

	#write(file: string, value: string): void {
		writeFileSync(path.join(this.#folder, file), value);
	}

	#move(folder: string, pid: number): void {
		try {
			writeFileSync(path.join(folder, 'cgroup.procs'), `${pid}`);
		} catch (error) {
			// It has ended meanwhile.
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
	}
}
