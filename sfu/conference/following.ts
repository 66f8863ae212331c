import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Declaration, Reserve, Stage } from '#sfu/link/contract.ts';
import type { Place } from '#sfu/link/contract-line.ts';
import type { Layers } from '#sfu/link/contract-endpoint.ts';
import type { Origin } from './origin.ts';
import type { Lease } from './pipes.ts';
import type { Seat } from './seat.ts';
import type { SentTrack } from './sent-track.ts';
import { Sight } from './sight.ts';
import { Spreading } from './spreading.ts';
import type { PublishedSource, SourceKey } from './stage-diff.ts';
import { StartGate, type Start } from './start-gate.ts';
import { mostTaken, type Reconciled, type Taker } from './taker.ts';
import { within } from './within.ts';

/** A worker that does not answer shall not keep the rest of a change from anybody. ms */
const longestBeginning = 500;

/** So many takers ask for what they lack in one turn, each for 0.2 ms: what they are answered waits no longer. */
const atOnce = 16;

interface FollowingPort {
	/** All who take something, and one of them. */
	takers(): readonly Taker[];
	taker(id: string): Taker | undefined;
	origin(endpointId: string): Origin | undefined;
	published(): ReadonlyMap<SourceKey, PublishedSource>;
	/** What is taken may have changed. */
	onDemand(): void;
	/** The same of all at once: senders are to learn of it in this turn. */
	onStage(): void;
	/** See ConferenceTimes. */
	times: { holdDown: number; gather: number };
	log: Logger;
}

/** Keeps all takers in step with the stage, and with what they look at besides. */
export class Following {
	readonly #port: FollowingPort;
	readonly #sight = new Sight();
	readonly #spreading: Spreading;
	readonly #gate: StartGate;
	/** Who is to follow, in this turn. */
	readonly #due = new Set<Taker>();
	#closed = false;

	constructor(port: FollowingPort) {
		this.#port = port;
		this.#spreading = new Spreading({ ...port, holdDown: port.times.holdDown });
		this.#gate = new StartGate(port.times.gather, {
			awaited: (key) => port.takers().filter((taker) => taker.awaits(key)).length,
			hold: (key, beginning) => this.#spreading.hold(key, beginning),
		});
	}

	get pipes(): number {
		return this.#spreading.pipes;
	}

	/** The stage. */
	get places(): ReadonlyMap<SourceKey, Place> {
		return this.#sight.places;
	}

	placesFor(takerId: string): ReadonlyMap<SourceKey, Place> {
		return this.#sight.placesFor(takerId);
	}

	/** Resolves when all are about to follow. `stale`: whether something newer has come meanwhile. */
	async setStage(stage: Stage, stale: () => boolean): Promise<void> {
		if (this.#sight.isStage(stage)) return;
		await this.#spreading.spread(stage);
		if (this.#closed || stale()) return;
		this.#sight.setStage(stage);
		// First: to ask the workers for hundreds of takers takes this process longer than a camera takes to begin.
		this.#port.onStage();
		this.follow(this.#port.takers());
	}

	setViews(views: Declaration['views']): void {
		this.follow(this.#sight.setViews(views).flatMap((id) => this.#port.taker(id) ?? []));
	}

	/** With whom endpoints here go on by themselves; `isIsland`: from now on. */
	setReserve(reserve: Reserve, isIsland: boolean): void {
		this.follow(this.#sight.setReserve(reserve, isIsland).flatMap((id) => this.#port.taker(id) ?? []));
	}

	/** See Sight. */
	setPlaces(takerId: string, places: ReadonlyMap<SourceKey, Place> | undefined): void {
		this.#sight.setPlaces(takerId, places);
		const taker = this.#port.taker(takerId);
		if (taker) this.follow([taker]);
	}

	/** A source has come, gone, fallen silent or been replaced. */
	followSource(key: SourceKey): void {
		this.follow(this.#watching(key));
	}

	/** A source was muted or unmuted. */
	async followMuted(track: SentTrack): Promise<void> {
		await this.#spreading.follow(track);
	}

	/** How many layers of a source must come. */
	layersTaken(key: SourceKey): Layers {
		const most = mostTaken(this.#watching(key), key);
		// Who is seen small by now, or not at all, and whom the chair reaches for is to be seen large at once.
		return most > 0 && this.#sight.isRaised(key) ? 3 : most;
	}

	/**
	 * Somebody takes the smallest layer of a picture alone, while others take more; or there is no room on somebody's way for a
	 * larger one.
	 */
	isSmallTaken(key: SourceKey): boolean {
		const watching = this.#watching(key);
		const taken = watching.map((taker) => taker.layersTaken(key));
		if (!taken.some((layers) => layers > 1)) return false;
		return taken.includes(1) || watching.some((taker) => taker.takesSmall(key));
	}

	/** See Spreading. */
	lead(published: PublishedSource, to: Seat): Promise<Lease> {
		return this.#spreading.lead(published, to);
	}

	/** See StartGate. */
	gather(key: SourceKey, start: Start): void {
		this.#gate.gather(key, start);
	}

	/** These take what they should, each once for all that changes in one turn. */
	follow(takers: readonly Taker[]): void {
		if (this.#due.size === 0 && takers.length > 0) queueMicrotask(() => void this.#reconcile());
		for (const taker of takers) this.#due.add(taker);
	}

	/** Idempotent. */
	close(): void {
		this.#closed = true;
		this.#gate.close();
		this.#spreading.close();
	}

	/**
	 * First what begins to flow, everywhere, then the rest: hundreds of takers are to meet the same key frame, and a worker
	 * does what it is asked in order. What stops flowing stops with it; only what is to be closed, or made, waits a moment.
	 */
	async #reconcile(): Promise<void> {
		const due = [...this.#due];
		this.#due.clear();
		if (this.#closed) return;
		const reconciled = due.map((taker) => taker.reconcile());
		this.#port.onDemand();
		const begin = Map.groupBy(
			reconciled.flatMap((each) => each.begin),
			({ key }) => key,
		);
		const beginning = [...begin].map(([key, starts]) =>
			this.#gate.together(
				key,
				starts.map(({ start }) => start),
				starts.filter(({ flows }) => !flows).length,
			),
		);
		for (const each of reconciled) each.hear();
		if (beginning.length > 0) await within(longestBeginning, Promise.all(beginning));
		for (const each of reconciled) each.settle();
		for (const what of ['pictures', 'others'] as const) await this.#make(what, reconciled);
	}

	/**
	 * Of all the pictures that are to be seen first: when a picture is there, its key frame is yet to come. In pieces: what the
	 * first ones made is answered, told and watched while the others ask for theirs.
	 */
	async #make(what: 'pictures' | 'others', reconciled: readonly Reconciled[]): Promise<void> {
		for (const [index, each] of reconciled.entries()) {
			each.make(what);
			if ((index + 1) % atOnce === 0) await nextTurn();
		}
	}

	/** Who receives a source, or will as soon as there is any of it. */
	#watching(key: SourceKey): readonly Taker[] {
		if (this.#sight.isOnStage(key)) return this.#port.takers();
		return this.#sight.viewersOf(key).flatMap((id) => this.#port.taker(id) ?? []);
	}
}
