/** What the server can see of how long people wait, each from the first to the second moment; ms. */
export const timingNames = [
	/** the device's socket was accepted → its media transport connects, or it takes its first track */
	'join',
	/** a grant of the floor or another choice of the main picture is on disk → the node has the new stage */
	'switch',
	/** the device was told that its media are lost → as for joining, anew */
	'heal',
	/** the device's socket was lost → the same device is back */
	'reconnect',
] as const;
export type TimingName = (typeof timingNames)[number];

/** Of the latest values, in ms. */
export interface TimingSummary {
	/** all since the meeting came into memory */
	readonly count: number;
	readonly p50: number;
	readonly p95: number;
	readonly max: number;
}

/** Percentiles are of so many of the latest values. */
const kept = 512;

/** What has waited longer waited for nothing: a device that had neither anything to send nor anything to receive. */
const longest = 60_000;

/** Durations of one meeting, bounded in memory. */
export class Timings {
	readonly #observe: (name: TimingName, ms: number) => void;
	readonly #clock: () => number;
	/** when it began, by name and device; ms */
	readonly #begun = new Map<string, number>();
	readonly #values = new Map<TimingName, { latest: number[]; count: number }>();

	/** `observe` hears of each value besides; `clock` in ms never goes back. */
	constructor(observe: (name: TimingName, ms: number) => void, clock = () => performance.now()) {
		this.#observe = observe;
		this.#clock = clock;
	}

	/** A wait that has begun already goes on. */
	begin(name: TimingName, key: string): void {
		const at = `${name} ${key}`;
		if (!this.#begun.has(at)) this.#begun.set(at, this.#clock());
	}

	/** Counts it if it had begun. */
	end(name: TimingName, key: string): void {
		const at = `${name} ${key}`;
		const begun = this.#begun.get(at);
		this.#begun.delete(at);
		if (begun === undefined) return;
		const ms = this.#clock() - begun;
		if (ms > longest) return;
		const values = this.#values.get(name) ?? { latest: [], count: 0 };
		this.#values.set(name, values);
		values.latest[values.count % kept] = ms;
		values.count += 1;
		this.#observe(name, ms);
	}

	/** It comes to nothing. */
	giveUp(name: TimingName, key: string): void {
		this.#begun.delete(`${name} ${key}`);
	}

	/** Whoever left waits for nothing. */
	forget(key: string): void {
		for (const name of timingNames) this.giveUp(name, key);
	}

	/** Null where nothing was counted. */
	summaries(): Readonly<Record<TimingName, TimingSummary | null>> {
		const of = (name: TimingName) => summarise(this.#values.get(name));
		return { join: of('join'), switch: of('switch'), heal: of('heal'), reconnect: of('reconnect') };
	}
}

function summarise(values: { latest: readonly number[]; count: number } | undefined): TimingSummary | null {
	if (!values) return null;
	const sorted = values.latest.toSorted((a, b) => a - b);
	// The nearest rank: a value that really was.
	const at = (share: number) => Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
	return { count: values.count, p50: at(0.5), p95: at(0.95), max: at(1) };
}
