import type { Layers, Source } from '#sfu/link/contract-endpoint.ts';
import { Demand } from './demand.ts';
import { PublishedSources } from './published-sources.ts';
import { ReturningSources } from './returning-sources.ts';
import type { SentTrack } from './sent-track.ts';
import { sourceKey, type PublishedSource, type SourceKey } from './stage-diff.ts';

export type SourceState = 'live' | 'paused' | 'none';

interface SourcesPort {
	/** What is taken of a source now; and whether somebody takes one layer alone, while others take more. */
	layersTaken(key: SourceKey): Layers;
	isSmallTaken(key: SourceKey): boolean;
	/** A source has come, gone, fallen silent or been replaced: who receives it must follow. */
	onAvailable(key: SourceKey): void;
	onState(endpointId: string, source: Source, state: SourceState): void;
	onWanted(endpointId: string, source: Source, layers: Layers): void;
	/** See ConferenceTimes. */
	times: { silentAfter: number; returnWithin: number; holdDown: number };
}

/**
 * What the endpoints of a conference send: what there is of it, what is expected back, and what is taken of it. Of those
 * beyond a neighbour only what there is here and what is taken: the rest is their own node's to know and to tell.
 */
export class Sources {
	readonly #port: SourcesPort;
	readonly #published: PublishedSources;
	readonly #returning: ReturningSources;
	readonly #demand: Demand;
	/** of the smallest layer beside a larger one: from beyond a neighbour only what is wanted comes */
	readonly #smallDemand: Demand;
	readonly #beyond = new Set<SourceKey>();

	constructor(port: SourcesPort) {
		const { silentAfter, returnWithin, holdDown } = port.times;
		this.#port = port;
		this.#published = new PublishedSources(silentAfter, (key) => port.onAvailable(key));
		this.#returning = new ReturningSources(returnWithin, (endpointId, source) =>
			port.onState(endpointId, source, 'none'),
		);
		this.#demand = new Demand({
			holdDown,
			layersTaken: (key) => port.layersTaken(key),
			tell: (endpointId, source, layers) => port.onWanted(endpointId, source, layers),
		});
		this.#smallDemand = new Demand({
			holdDown,
			layersTaken: (key) => (port.isSmallTaken(key) ? 1 : 0),
			tell: (endpointId, source) => port.onWanted(endpointId, source, this.told(endpointId, source)),
		});
	}

	get published(): ReadonlyMap<SourceKey, PublishedSource> {
		return this.#published.all;
	}

	/** All that endpoints here send, or are expected to send again. */
	get all(): { endpointId: string; source: Source; muted: boolean }[] {
		const own = [...this.published].filter(([key]) => !this.#beyond.has(key));
		const sent = own.map(([, { endpointId, source, muted }]) => ({ endpointId, source, muted }));
		const expected = this.#returning.all.map(({ endpointId, source }) => ({ endpointId, source, muted: false }));
		return [...sent, ...expected];
	}

	/** Takes up a track as it is now. `comesBack`: it was closed, and its endpoint is called to send it again. */
	update(endpointId: string, source: Source, track: SentTrack, comesBack: boolean): void {
		if (this.#take(endpointId, source, track, 0)) this.#beyond.delete(sourceKey(source, endpointId));
		if (track.closed) {
			if (comesBack) this.#returning.expect(endpointId, source);
			if (this.#returning.has(endpointId, source)) return;
		}
		this.#returning.remove(endpointId, source);
		this.#port.onState(endpointId, source, track.closed ? 'none' : track.muted ? 'paused' : 'live');
	}

	/** The same of an endpoint beyond a neighbour: the smallest layer of it is wanted before it is here. */
	updateBeyond(endpointId: string, source: Source, track: SentTrack): void {
		const isNew = !track.closed && !this.#isPublished(endpointId, source, track);
		if (!this.#take(endpointId, source, track, 1)) return;
		this.#beyond.add(sourceKey(source, endpointId));
		if (track.closed) this.#smallDemand.end(endpointId, source);
		else if (isNew && source !== 'microphone') this.#smallDemand.begin(endpointId, source);
	}

	/** The endpoint joins anew, and has some time to send these again. */
	expect(endpointId: string, sources: readonly Source[]): void {
		for (const source of sources) this.#returning.expect(endpointId, source);
	}

	/** The endpoint left for good. */
	giveUp(endpointId: string): void {
		this.#returning.giveUpAll(endpointId);
	}

	/** What its sender was told last. */
	told(endpointId: string, source: Source): Layers {
		return this.#demand.told(endpointId, source);
	}

	/** Of a source beyond a neighbour: whether the smallest layer is to come beside a larger one. */
	toldSmall(endpointId: string, source: Source): boolean {
		return this.#smallDemand.told(endpointId, source) > 0;
	}

	/** Something that may change what is taken has happened. */
	look(): void {
		this.#demand.look();
		this.#smallDemand.look();
	}

	/** See Demand. */
	lookNow(): void {
		this.#demand.lookNow();
		this.#smallDemand.lookNow();
	}

	/** False: it ended, and its endpoint's source is another one by now, as when it has moved to another node. */
	#take(endpointId: string, source: Source, track: SentTrack, told: Layers): boolean {
		const isNew = !this.#isPublished(endpointId, source, track);
		if (isNew && track.closed) return false;
		this.#published.update(endpointId, source, track);
		if (track.closed) this.#demand.end(endpointId, source);
		else if (isNew) this.#demand.begin(endpointId, source, told);
		return true;
	}

	#isPublished(endpointId: string, source: Source, { id }: SentTrack): boolean {
		return this.published.get(sourceKey(source, endpointId))?.producerId === id;
	}

	/** Idempotent; tells nothing any more. */
	close(): void {
		this.#returning.clear();
		this.#published.clear();
		this.#demand.close();
		this.#smallDemand.close();
	}
}
