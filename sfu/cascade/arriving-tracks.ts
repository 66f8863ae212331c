import type { RtpEncodingParameters, RtpParameters } from 'mediasoup/types';
import type { Logger } from 'pino';
import { Attempts } from '#sfu/conference/attempts.ts';
import { keyFrameRequestDelay, mayFallSilent } from '#sfu/conference/media-codecs.ts';
import { SentTrack } from '#sfu/conference/sent-track.ts';
import { sourceKey, type SourceKey } from '#sfu/conference/stage-diff.ts';
import type { Source } from '#sfu/link/contract-endpoint.ts';
import type { LineState } from '#sfu/link/contract-line.ts';
import type { LineEnd } from './line-end.ts';

export type CarriedTrack = LineState['carried'][number];

interface ArrivingTracksPort {
	/** A source has come, was muted or unmuted, or is gone. */
	onSource(endpointId: string, source: Source, track: SentTrack): void;
	/** What is missing is to be taken up once more. */
	again(): void;
	readonly log: Pick<Logger, 'warn'>;
}

interface Arriving {
	readonly trackId: string;
	readonly track: SentTrack;
}

/** What comes over a line: each track that the other end carries is a source here. */
export class ArrivingTracks {
	readonly #end: LineEnd;
	readonly #port: ArrivingTracksPort;
	readonly #tracks = new Map<SourceKey, Arriving>();
	readonly #making: Attempts;
	#carried: ReadonlyMap<SourceKey, CarriedTrack> = new Map();

	constructor(end: LineEnd, port: ArrivingTracksPort) {
		this.#end = end;
		this.#port = port;
		this.#making = new Attempts(() => port.again());
	}

	get(source: Source, endpointId: string): SentTrack | undefined {
		return this.#tracks.get(sourceKey(source, endpointId))?.track;
	}

	/** All that the other end carries now. Resolves when it is here, as far as can be. */
	async follow(carried: readonly CarriedTrack[]): Promise<void> {
		this.#carried = new Map(carried.map((each) => [sourceKey(each.source, each.endpointId), each]));
		for (const [key, { trackId, track }] of this.#tracks)
			if (this.#carried.get(key)?.trackId !== trackId) track.producer.close();
		const missing = [...this.#carried].filter(([key]) => !this.#tracks.has(key));
		await Promise.all([
			...missing.map(([key, each]) => this.#making.begin(key, each.trackId, () => this.#make(key, each))),
			...[...this.#tracks].map(([key, { track }]) => track.mute(this.#carried.get(key)?.muted ?? track.muted)),
		]);
	}

	/** Idempotent. The tracks close with their end. */
	close(): void {
		this.#making.close();
	}

	/** False: it failed, and may not the next time. */
	async #make(
		key: SourceKey,
		{ endpointId, source, trackId, kind, rtpParameters, muted }: CarriedTrack,
	): Promise<boolean> {
		try {
			const producer = await this.#end.produce({
				kind,
				rtpParameters: asProduced(source, rtpParameters),
				keyFrameRequestDelay,
				appData: { endpointId, source },
			});
			// It was published anew meanwhile, or is gone.
			if (this.#end.closed || this.#carried.get(key)?.trackId !== trackId || this.#tracks.has(key)) {
				producer.close();
				return true;
			}
			const track: SentTrack = new SentTrack(producer, () => this.#port.onSource(endpointId, source, track), muted);
			this.#tracks.set(key, { trackId, track });
			producer.observer.once('close', () => {
				this.#tracks.delete(key);
				this.#port.onSource(endpointId, source, track);
			});
			this.#port.onSource(endpointId, source, track);
			return true;
		} catch (error) {
			if (this.#end.closed) return true;
			this.#port.log.warn({ err: error, endpointId, source }, 'a track of a line is not taken');
			return false;
		}
	}
}

/**
 * Each encoding is one layer of several, of which mediasoup says that it may have layers itself. Of one alone believed, it would
 * be another kind of producer, whose consumers do not always begin.
 */
function asProduced(source: Source, { mid: _, encodings = [], ...others }: RtpParameters): RtpParameters {
	const ofOneLayer = (encoding: RtpEncodingParameters): RtpEncodingParameters => {
		const inTime = encodings.length > 1 ? /T\d/.exec(encoding.scalabilityMode ?? '')?.[0] : undefined;
		const single = { ...encoding, scalabilityMode: `L1${inTime ?? 'T1'}` };
		return source === 'screen' ? mayFallSilent(single) : single;
	};
	return { ...others, encodings: encodings.map(ofOneLayer) };
}
