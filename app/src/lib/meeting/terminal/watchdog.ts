import type { GuardedStorage } from '#lib/kept/storage.ts';
import * as v from 'valibot';

const key = 'canh-chung';

/** Something that stands still for so long is not going to heal by itself. ms */
const patience = 60_000;
/** Looks that come so much late mean that the machine slept: it gets its time to wake up. ms */
const slept = 30_000;
/** A page that ran so long without a reload has no trouble that reloading brings about. ms */
const settled = 600_000;
/** From one reload to the next at least; each one that did not help doubles it. ms */
const firstPause = 30_000;
const longestPause = 900_000;

const historySchema = v.object({ count: v.pipe(v.number(), v.integer(), v.minValue(0)) });

interface WatchdogPorts {
	/** ms, rising */
	readonly now: () => number;
	readonly storage: Pick<GuardedStorage, 'get' | 'set'>;
	readonly reload: () => void;
}

interface Vitals {
	/** link and media stand, or there is no meeting to be in */
	readonly well: boolean;
	/** the server has answered a moment ago: a page that is fetched now will come */
	readonly answers: boolean;
}

/**
 * Nobody is at a room's terminal to press reload. What stands still although the server is there, or has failed, is
 * begun anew by a reload, at most so often; while the server is silent it waits, since a reload would leave the browser's
 * own error page on the screen.
 */
export class Watchdog {
	readonly #ports: WatchdogPorts;
	readonly #began: number;
	#last: number;
	#unwellSince: number | null = null;
	#failed = false;
	#reloading = false;

	constructor(ports: WatchdogPorts) {
		this.#ports = ports;
		this.#began = this.#last = ports.now();
	}

	/** The page had an error that nobody caught: what it shows can no longer be trusted. */
	failed(): void {
		this.#failed = true;
	}

	/** Call every few seconds. */
	look({ well, answers }: Vitals): void {
		const now = this.#ports.now();
		if (now - this.#last > slept) this.#unwellSince = null;
		this.#last = now;
		this.#unwellSince = well ? null : (this.#unwellSince ?? now);
		const stuck = this.#unwellSince !== null && now - this.#unwellSince >= patience;
		if (answers && (this.#failed || stuck)) this.#reload(now);
	}

	#reload(now: number): void {
		if (this.#reloading) return;
		const before = this.#history;
		// The first one is at once; after a long quiet time the next one is a first one again.
		const count = before && now - this.#began < settled ? before.count : 0;
		const pause = count === 0 ? 0 : Math.min(firstPause * 2 ** (count - 1), longestPause);
		if (now - this.#began < pause) return;
		// A reload that the next page cannot know of must not come at once: pauses do not grow then.
		const told = this.#ports.storage.set(key, JSON.stringify({ count: count + 1 }));
		if (!told && now - this.#began < patience) return;
		this.#reloading = true;
		this.#ports.reload();
	}

	get #history() {
		const stored = v.safeParse(v.pipe(v.string(), v.parseJson(), historySchema), this.#ports.storage.get(key));
		return stored.success ? stored.output : undefined;
	}
}
