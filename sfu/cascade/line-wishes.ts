import type { ReceivedTrack } from '#sfu/conference/received-track.ts';
import { sourceKey, type SourceKey } from '#sfu/conference/stage-diff.ts';
import type { EndpointNotice } from '#sfu/link/contract-endpoint.ts';
import type { LineState } from '#sfu/link/contract-line.ts';
import type { Wish } from './budget.ts';
import { TrackRates, voiceRate } from './track-rates.ts';

type Wanted = LineState['wanted'][number];
type Made = EndpointNotice<'consumer-created'>;

/** What goes over a line, as what it costs there. */
export class LineWishes {
	readonly #rates = new Map<SourceKey, TrackRates>();

	/** Of all that is made for the line as much as the other end wants. Of what is not made any more nothing is known. */
	of(made: readonly Made[], wanted: ReadonlyMap<SourceKey, Wanted>): Wish[] {
		const keys = new Set(made.map((each) => sourceKey(each.source, each.sourceEndpointId)));
		for (const key of this.#rates.keys()) if (!keys.has(key)) this.#rates.delete(key);
		let voices = 0;
		return made.flatMap((each): Wish[] => {
			const key = sourceKey(each.source, each.sourceEndpointId);
			const { place, layers, small } = wanted.get(key) ?? { place: 'cued', layers: 0, small: false };
			// Nothing of it is sent before it is wanted, and nothing of what is muted.
			if (layers === 0 || (each.source === 'microphone' && each.muted)) return [];
			if (each.source === 'microphone') return [{ key, place: 'audio', costs: [voiceRate(voices++)] }];
			const costs = this.#ratesOf(key, each).kbps.slice(0, layers);
			// The smallest beside a larger one.
			return [{ key, place, costs: costs.map((kbps, layer) => (small && layer > 0 ? kbps + (costs[0] ?? 0) : kbps)) }];
		});
	}

	/** Looks at what flows. Never rejects. `now` in ms. */
	async look(tracks: readonly ReceivedTrack[], now: number): Promise<void> {
		await Promise.all(tracks.map((track) => this.#lookAt(track, now)));
	}

	async #lookAt({ consumer, flowing, published: { source, endpointId } }: ReceivedTrack, now: number): Promise<void> {
		const rates = this.#rates.get(sourceKey(source, endpointId));
		if (!rates) return;
		const stats = await consumer.getStats().catch(() => []);
		const sent = stats.find(({ type }) => type === 'outbound-rtp');
		const layer = consumer.type === 'simulcast' ? consumer.currentLayers?.spatialLayer : 0;
		rates.look(flowing && !consumer.producerPaused ? layer : undefined, sent?.byteCount ?? 0, now);
	}

	#ratesOf(key: SourceKey, made: Made): TrackRates {
		const layers = layersOf(made);
		const known = this.#rates.get(key);
		const rates =
			known?.kbps.length === layers ? known : new TrackRates(made.source === 'screen' ? 'screen' : 'camera', layers);
		this.#rates.set(key, rates);
		return rates;
	}
}

/** How many layers there are of it. */
export const layersOf = ({ rtpParameters }: Pick<Made, 'rtpParameters'>): number =>
	Number(/^L(\d)/.exec(rtpParameters.encodings?.[0]?.scalabilityMode ?? '')?.[1] ?? 1);
