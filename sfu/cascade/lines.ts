import type { Origin } from '#sfu/conference/origin.ts';
import type { SourceKey } from '#sfu/conference/stage-diff.ts';
import type { Taker } from '#sfu/conference/taker.ts';
import type { Source } from '#sfu/link/contract-endpoint.ts';
import type { NodeNotice } from '#sfu/link/contract.ts';
import type { LineFigures, LineState, Neighbour, Place } from '#sfu/link/contract-line.ts';
import type { MediaWorker } from '#sfu/node/media-worker.ts';
import { takerIdsOf } from './leaving-tracks.ts';
import { Line, type LinePort } from './line.ts';
import { wantedOf, type Taken } from './line-wants.ts';
import type { WayBudget } from './way-budget.ts';

interface LinesPort extends Omit<LinePort, 'wanted' | 'tell' | 'way' | 'onWay'> {
	/** What all of this node's meetings send to a neighbour. */
	wayTo(nodeId: string): WayBudget;
	/** All who take something here, neighbours among them. */
	takers(): readonly Taker[];
	placesFor(takerId: string): ReadonlyMap<SourceKey, Place>;
	/** What is taken of a source beyond a neighbour, as its origin was told last; undefined: it is not here. */
	taken(endpointId: string, source: Source): Taken | undefined;
	/** A way to a neighbour stands, or is cut. */
	onWay(): void;
	notify<N extends 'tell-line' | 'line-cut'>(name: N, notice: NodeNotice<N>): void;
}

/** The lines of a conference to the neighbouring nodes that carry it, too. */
export class Lines {
	readonly #port: LinesPort;
	/** by the neighbour's id */
	readonly #lines = new Map<string, Line>();

	constructor(port: LinesPort) {
		this.#port = port;
	}

	get neighbours(): string[] {
		return [...this.#lines.keys()];
	}

	get takers(): Taker[] {
		return [...this.#lines.values()].flatMap(({ takers }) => takers);
	}

	/** There is a parent, and no way to it. */
	get isCutOff(): boolean {
		return [...this.#lines.values()].some(({ neighbour, stands }) => neighbour.is === 'parent' && !stands);
	}

	/** Tracks that go to neighbours from this worker. */
	consumersOn(worker: MediaWorker): number {
		return [...this.#lines.values()].reduce((sum, line) => sum + line.consumersOn(worker), 0);
	}

	taker(takerId: string): Taker | undefined {
		return this.takers.find(({ id }) => id === takerId);
	}

	/** Of an endpoint beyond a neighbour. */
	origin(endpointId: string): Origin | undefined {
		for (const line of this.#lines.values()) {
			const origin = line.origin(endpointId);
			if (origin) return origin;
		}
		return undefined;
	}

	/** All neighbours there are now. */
	declare(neighbours: readonly Neighbour[]): void {
		const declared = new Map(neighbours.map((each) => [each.nodeId, each]));
		for (const [nodeId, line] of this.#lines) {
			const now = declared.get(nodeId);
			if (now?.is === line.neighbour.is) continue;
			this.#lines.delete(nodeId);
			line.close();
		}
		for (const [nodeId, neighbour] of declared) {
			const line = this.#lines.get(nodeId);
			if (line) line.declare(neighbour);
			else this.#lines.set(nodeId, this.#begin(neighbour));
		}
	}

	/** What a node says of its end of the line; who is not declared a neighbour is left aside. */
	hear(from: string, state: LineState): void {
		this.#lines.get(from)?.hear(state);
	}

	/** What is taken, or is there to be taken, may have changed. */
	look(): void {
		for (const line of this.#lines.values()) line.look();
	}

	/** The stage has changed: in this turn, before whoever is here follows it. */
	followStage(): void {
		for (const line of this.#lines.values()) line.followStage();
	}

	/** What was said to neighbours may have been lost. */
	repeat(): void {
		for (const line of this.#lines.values()) line.repeat();
	}

	measure(): Promise<LineFigures[]> {
		return Promise.all([...this.#lines.values()].map((line) => line.measure()));
	}

	/** Idempotent. */
	close(): void {
		for (const line of this.#lines.values()) line.close();
		this.#lines.clear();
	}

	#begin(neighbour: Neighbour): Line {
		const { takers, placesFor, setPlaces, taken, notify, wayTo, onWay, ...port } = this.#port;
		const { nodeId } = neighbour;
		const own: readonly string[] = takerIdsOf(nodeId);
		const line: Line = new Line(neighbour, {
			...port,
			way: wayTo(nodeId),
			wanted: () => {
				const others = takers().filter(({ id }) => !own.includes(id));
				return wantedOf(new Set(others.map(({ id }) => placesFor(id))), line.beyond, taken);
			},
			setPlaces: (takerId, places) => {
				setPlaces(takerId, places);
				// It may be beyond another neighbour.
				this.look();
			},
			tell: (state) => notify('tell-line', { conferenceId: port.meeting, to: nodeId, state }),
			onWay: (stands) => {
				onWay();
				if (!stands) notify('line-cut', { conferenceId: port.meeting, nodeId });
			},
		});
		return line;
	}
}
