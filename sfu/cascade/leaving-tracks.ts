import type { Seat } from '#sfu/conference/seat.ts';
import { sourceKey, type SourceKey } from '#sfu/conference/stage-diff.ts';
import type { Taker } from '#sfu/conference/taker.ts';
import type { EndpointNotice, Layer } from '#sfu/link/contract-endpoint.ts';
import { mostLineTracks, type LineFigures, type LineState } from '#sfu/link/contract-line.ts';
import { LeavingTaker, type LeavingTakerPort } from './leaving-taker.ts';
import type { LineEnd } from './line-end.ts';

type Wanted = LineState['wanted'][number];
type Made = EndpointNotice<'consumer-created'>;

/** One picture's tracks: as large as it is wanted, and the smallest; of what has no layers the first alone. */
interface Leaving {
	readonly key: SourceKey;
	readonly trackId: string;
	readonly large: Made;
	readonly small: Made | undefined;
}

/** What a line's takers are called: of all as large as it is wanted, and of pictures the smallest. */
export const takerIdsOf = (nodeId: string) => [`node/${nodeId}`, `node/${nodeId}/small`] as const;

/**
 * What goes over a line: each source as large as somebody beyond it takes it; and beside it the smallest layer of a picture that
 * has several, which flows only while somebody there takes no more, and others do.
 */
export class LeavingTracks {
	readonly #large: LeavingTaker;
	readonly #small: LeavingTaker;
	/** the revision in which a track was carried first */
	readonly #since = new Map<string, number>();

	constructor(nodeId: string, seat: Seat, end: LineEnd, port: LeavingTakerPort) {
		const [large, small] = takerIdsOf(nodeId);
		this.#large = new LeavingTaker(large, seat, end, port);
		this.#small = new LeavingTaker(small, seat, end, port);
	}

	get takers(): readonly Taker[] {
		return [this.#large.received, this.#small.received];
	}

	get size(): number {
		return this.#large.received.size + this.#small.received.size;
	}

	/** How its tracks do; of the small ones those that flow. */
	get figures(): LineFigures['sent'] {
		return [...this.#large.figures, ...this.#small.figures.filter(({ flows }) => flows)];
	}

	/** For the other end. */
	get carried(): LineState['carried'] {
		const tracks = this.#leaving.map(({ trackId, large, small }) => {
			const { source, kind, muted, sourceEndpointId: endpointId } = large;
			const encodings = [small, large].flatMap((each) => each?.rtpParameters.encodings ?? []);
			return { endpointId, source, trackId, kind, rtpParameters: { ...large.rtpParameters, encodings }, muted };
		});
		return tracks.slice(0, mostLineTracks);
	}

	/** What the other end wants, which has taken up so much of what was said. */
	follow(wanted: readonly Wanted[], acknowledged: number): void {
		this.#large.place(wanted);
		this.#small.place(wanted.filter(({ source }) => source !== 'microphone'));
		const byKey = new Map(wanted.map((each) => [sourceKey(each.source, each.endpointId), each]));
		for (const { key, trackId, large, small } of this.#leaving) {
			const each = byKey.get(key);
			// Not before the other end has it: of its first key frame nothing is to be lost.
			if (!each || (this.#since.get(trackId) ?? Infinity) > acknowledged) continue;
			this.#large.watch(large, each.layers === 0 ? null : ((each.layers - 1) as Layer));
			if (small) this.#small.watch(small, each.small ? 0 : null);
		}
	}

	/** The other end is told with this revision of what is carried. */
	said(revision: number): void {
		const known = new Map(this.#since);
		this.#since.clear();
		for (const { trackId } of this.#leaving) this.#since.set(trackId, known.get(trackId) ?? revision);
	}

	/** Nothing flows until `follow` is called. */
	rest(): void {
		for (const each of [this.#large, this.#small]) {
			each.place([]);
			each.forget();
		}
	}

	/** Idempotent. */
	close(): void {
		this.#large.close();
		this.#small.close();
	}

	/** A picture of several layers is there when both its tracks are. */
	get #leaving(): Leaving[] {
		const beside = new Map(this.#small.received.describe().map((each) => [each.producerId, each]));
		return this.#large.received.describe().flatMap((large): Leaving[] => {
			const key = sourceKey(large.source, large.sourceEndpointId);
			if (!hasLayers(large)) return [{ key, trackId: large.consumerId, large, small: undefined }];
			const small = beside.get(large.producerId);
			return small ? [{ key, trackId: `${large.consumerId}+${small.consumerId}`, large, small }] : [];
		});
	}
}

const hasLayers = ({ rtpParameters }: Made): boolean =>
	/^L[23]/.test(rtpParameters.encodings?.[0]?.scalabilityMode ?? '');
