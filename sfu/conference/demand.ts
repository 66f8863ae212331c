import type { Layers, Source } from '#sfu/link/contract-endpoint.ts';
import { sourceKey, type SourceKey } from './stage-diff.ts';

interface DemandPort {
	/** How long less is taken of a source before its sender is told, in ms. */
	holdDown: number;
	/** What is taken of a source now. */
	layersTaken(key: SourceKey): Layers;
	tell(endpointId: string, source: Source, layers: Layers): void;
}

interface Sending {
	readonly endpointId: string;
	readonly source: Source;
	/** what the sender was told last */
	told: Layers;
	/** runs while less is taken than was told */
	lowering: NodeJS.Timeout | undefined;
}

/** So soon a sender learns that somebody takes its source: much less than a frame's time. ms */
const lookWithin = 15;

/**
 * What is taken of every source, as its sender is told: more at once, less after a hold-down, so that a switch back
 * within seconds finds the source still sending.
 */
export class Demand {
	readonly #port: DemandPort;
	readonly #sources = new Map<SourceKey, Sending>();
	#looking: NodeJS.Timeout | undefined;

	constructor(port: DemandPort) {
		this.#port = port;
	}

	/** A source is published: its sender sends nothing of it until it is told otherwise, or so many layers as it was told before. */
	begin(endpointId: string, source: Source, told: Layers = 0): void {
		this.end(endpointId, source);
		this.#sources.set(sourceKey(source, endpointId), { endpointId, source, told, lowering: undefined });
		this.look();
	}

	/** Idempotent. */
	end(endpointId: string, source: Source): void {
		const key = sourceKey(source, endpointId);
		clearTimeout(this.#sources.get(key)?.lowering);
		this.#sources.delete(key);
	}

	told(endpointId: string, source: Source): Layers {
		return this.#sources.get(sourceKey(source, endpointId))?.told ?? 0;
	}

	/** Something that may change what is taken has happened; measured once for all that happens within moments. */
	look(): void {
		this.#looking ??= setTimeout(() => this.lookNow(), lookWithin);
	}

	/** What has happened concerns everybody: senders learn of it in this turn. */
	lookNow(): void {
		clearTimeout(this.#looking);
		this.#looking = undefined;
		for (const [key, sending] of this.#sources) this.#follow(key, sending);
	}

	close(): void {
		clearTimeout(this.#looking);
		for (const { lowering } of this.#sources.values()) clearTimeout(lowering);
		this.#sources.clear();
	}

	#follow(key: SourceKey, sending: Sending): void {
		const wanted = this.#port.layersTaken(key);
		if (wanted < sending.told) {
			sending.lowering ??= setTimeout(() => {
				sending.lowering = undefined;
				this.#say(sending, this.#port.layersTaken(key));
			}, this.#port.holdDown);
			return;
		}
		clearTimeout(sending.lowering);
		sending.lowering = undefined;
		this.#say(sending, wanted);
	}

	#say(sending: Sending, layers: Layers): void {
		if (layers === sending.told) return;
		sending.told = layers;
		this.#port.tell(sending.endpointId, sending.source, layers);
	}
}
