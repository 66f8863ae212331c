import type { Seat } from '#sfu/conference/seat.ts';
import { sourceKey, type SourceKey } from '#sfu/conference/stage-diff.ts';
import type { Taker } from '#sfu/conference/taker.ts';
import type { EndpointNotice, Layer } from '#sfu/link/contract-endpoint.ts';
import { mostLineTracks, type LineFigures, type LineState } from '#sfu/link/contract-line.ts';
import { LeavingTaker, type LeavingTakerPort } from './leaving-taker.ts';
import type { LineEnd } from './line-end.ts';
import { layersOf, LineWishes } from './line-wishes.ts';
import type { Wish } from './budget.ts';

type Wanted = LineState['wanted'][number];
type Made = EndpointNotice<'consumer-created'>;

export interface LeavingTracksPort extends LeavingTakerPort {
	/** The largest layer of each picture for which the line has room beside the voices; undefined: nobody said what it carries. */
	grant(wishes: readonly Wish[]): ReadonlyMap<string, Layer | null> | undefined;
	/** How much more the line would have to carry for a picture to go as it is wanted, in kbit/s. */
	lack(key: SourceKey): number;
}

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
	readonly #port: LeavingTracksPort;
	readonly #wishes = new LineWishes();
	/** the revision in which a track was carried first */
	readonly #since = new Map<string, number>();
	#wanted: ReadonlyMap<SourceKey, Wanted> = new Map();
	#granted: ReadonlyMap<string, Layer | null> | undefined;

	constructor(nodeId: string, seat: Seat, end: LineEnd, port: LeavingTracksPort) {
		this.#port = port;
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
		const large = this.#large.figures.map((each) => {
			const key = sourceKey(each.source, each.endpointId);
			const wanted = this.#wanted.get(key);
			if (!wanted || wanted.layers === 0 || !this.#granted?.has(key)) return each;
			const asked = each.asked === null ? null : wanted.layers - 1;
			return { ...each, asked, lacksKbps: this.#port.lack(key) };
		});
		return [...large, ...this.#small.figures.filter(({ flows }) => flows)];
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
		this.#wanted = new Map(wanted.map((each) => [sourceKey(each.source, each.endpointId), each]));
		const leaving = this.#leaving;
		const wishes = this.#wishes.of(
			leaving.map(({ large }) => large),
			this.#wanted,
		);
		this.#granted = this.#port.grant(wishes);
		const all = new Map(wishes.map(({ key, costs }) => [key, costs.length - 1]));
		for (const { key, trackId, large, small } of leaving) {
			const each = this.#wanted.get(key);
			// Not before the other end has it: of its first key frame nothing is to be lost.
			if (!each || (this.#since.get(trackId) ?? Infinity) > acknowledged) continue;
			const layer = each.layers === 0 ? null : ((each.layers - 1) as Layer);
			const granted = this.#granted?.get(key);
			this.#large.watch(large, granted === undefined || granted === all.get(key) ? layer : granted);
			// Where the large one is no larger, that is it.
			if (small) this.#small.watch(small, each.small && (granted === undefined || granted) ? 0 : null);
		}
	}

	/** What its pictures cost is looked at, for the next time. Never rejects. */
	async measure(): Promise<void> {
		await this.#wishes.look(this.#large.received.carried, performance.now());
	}

	/** The line carries less than a moment ago. */
	makeWay(): void {
		this.#large.received.makeWay();
	}

	/** The other end is told with this revision of what is carried. */
	said(revision: number): void {
		const known = new Map(this.#since);
		this.#since.clear();
		for (const { trackId } of this.#leaving) this.#since.set(trackId, known.get(trackId) ?? revision);
	}

	/** Nothing flows until `follow` is called. The tracks stay: to agree on others would take the control process, and time. */
	rest(): void {
		this.#port.grant([]);
		for (const taker of [this.#large, this.#small])
			for (const each of taker.received.describe()) taker.watch(each, null);
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
			if (layersOf(large) === 1) return [{ key, trackId: large.consumerId, large, small: undefined }];
			const small = beside.get(large.producerId);
			return small ? [{ key, trackId: `${large.consumerId}+${small.consumerId}`, large, small }] : [];
		});
	}
}
