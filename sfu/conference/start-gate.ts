import type { SourceKey } from './stage-diff.ts';
import { within } from './within.ts';

/** Who is ready first waits no longer than so many quiet times for the others. */
const mostQuiets = 10;
/** Others who are to come are waited for until nobody has become ready for so many quiet times. */
const quietsForOthers = 4;

/** A worker that does not answer shall not keep the picture from the others' receivers. ms */
const longestStart = 500;

/** Lets a picture flow to one receiver; resolves when the worker has it so, and never rejects. */
export type Start = () => Promise<void>;

interface StartGatePort {
	/** How many are to receive a picture and have not started, ready or not. */
	awaited(key: SourceKey): number;
	/** Holds a picture back for as many as are about to begin with it; returns what lets it go, which never rejects. */
	hold(key: SourceKey, beginning: number): Start;
}

interface Gathering {
	readonly starts: Start[];
	/** performance.now() of the first and the latest who became ready */
	readonly since: number;
	latest: number;
	/** Of those awaited at the last look, who have not become ready; undefined: nobody, or not known. */
	missing: number | undefined;
	timer: NodeJS.Timeout;
}

/**
 * Lets the receivers of a picture that is new everywhere start together: the first key frame then serves them all.
 * Starting one by one, those who miss it would wait for the next, which is half a second away (keyFrameRequestDelay), or
 * longer where the sender answers requests no faster than every 300 ms, as browsers do. Hundreds of starts take a worker
 * longer than a camera takes to answer the first one's request: the picture is held back until all have started.
 */
export class StartGate {
	readonly #quiet: number;
	readonly #port: StartGatePort;
	readonly #gatherings = new Map<SourceKey, Gathering>();

	/** `quiet`: when nobody more has become ready for so long, those who are start; ms. 0: everybody at once. */
	constructor(quiet: number, port: StartGatePort) {
		this.#quiet = quiet;
		this.#port = port;
	}

	/** `start` is called soon, together with the others'. */
	gather(key: SourceKey, start: Start): void {
		if (this.#quiet === 0) return void start();
		const now = performance.now();
		const gathering = this.#gatherings.get(key);
		if (!gathering) {
			const timer = setTimeout(() => this.#look(key), this.#quiet);
			// Of one who is alone it is not known whether others are about to come.
			const others = this.#port.awaited(key) - 1;
			const missing = others > 0 ? others : undefined;
			this.#gatherings.set(key, { starts: [start], since: now, latest: now, missing, timer });
			return;
		}
		gathering.starts.push(start);
		gathering.latest = now;
		if (gathering.missing === undefined) return;
		gathering.missing -= 1;
		if (gathering.missing > 0) return;
		// Looked at by the clock again, if others have come meanwhile: counting them costs too much for each who does.
		gathering.missing = undefined;
		if (this.#port.awaited(key) <= gathering.starts.length) this.#begin(key, gathering);
	}

	/**
	 * Receivers that are all ready; `beginning`: to so many of them it does not flow yet. Resolves when they have started and the
	 * picture is let go.
	 */
	async together(key: SourceKey, starts: readonly Start[], beginning = starts.length): Promise<void> {
		const [first] = starts;
		// With whom should one alone be together?
		if (starts.length === 1) return first?.();
		// All in one turn: its worker holds it before those that are there start, and the others learn of nothing meanwhile.
		const letGo = this.#port.hold(key, beginning);
		await within(longestStart, Promise.all(starts.map((start) => start())));
		await letGo();
	}

	/** Nobody who waits starts any more. */
	close(): void {
		for (const { timer } of this.#gatherings.values()) clearTimeout(timer);
		this.#gatherings.clear();
	}

	/** Every quiet time, of each source that receivers gather for. */
	#look(key: SourceKey): void {
		const gathering = this.#gatherings.get(key);
		if (!gathering) return;
		const { starts, since, latest } = gathering;
		const now = performance.now();
		const quiets = (now - latest) / this.#quiet;
		const missing = Math.max(0, this.#port.awaited(key) - starts.length);
		if (quiets >= (missing === 0 ? 1 : quietsForOthers) || now - since >= this.#quiet * mostQuiets)
			this.#begin(key, gathering);
		else {
			gathering.missing = missing > 0 ? missing : undefined;
			const next = quiets < 1 ? latest + this.#quiet - now : this.#quiet;
			gathering.timer = setTimeout(() => this.#look(key), next);
		}
	}

	#begin(key: SourceKey, { starts, timer }: Gathering): void {
		clearTimeout(timer);
		this.#gatherings.delete(key);
		void this.together(key, starts);
	}
}
