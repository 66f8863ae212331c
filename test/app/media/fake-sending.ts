import type { Producer, ProducerOptions, Transport } from 'mediasoup-client/types';
import type { MediaSignalling } from '#lib/media/media-signalling.ts';
import { MediaRefusal } from '#lib/media/media-signalling.ts';
import { Relay } from '#lib/media/relay.ts';

/** A sender as Chromium's: each negotiation switches all of its encodings on. */
export class FakeSender {
	encodings: { active: boolean; maxBitrate?: number }[];
	/** refuses so many times */
	refusals = 0;
	/** as its encodings stood after each change */
	readonly log: boolean[][] = [];
	/** so often for its parameters, which holds a page up */
	asked = 0;
	/** as its statistics tell */
	framesSent = 0;
	limitedBy: 'none' | 'cpu' | 'bandwidth' = 'none';
	track: MediaStreamTrack | null;
	/** something could leave at a negotiation, which switches everything on */
	leaked = false;

	constructor(encodings: readonly { maxBitrate?: number }[], track: MediaStreamTrack | null) {
		this.track = track;
		this.encodings = encodings.map((encoding) => ({ active: true, ...encoding }));
	}

	get active(): boolean[] {
		return this.encodings.map(({ active }) => active);
	}

	getParameters() {
		this.asked += 1;
		return { encodings: this.encodings.map((encoding) => ({ ...encoding })) };
	}

	/** the frames are all of its first encoding */
	stats() {
		return new Map(
			this.encodings.map(({ active }, index) => [
				`out${index}`,
				{
					type: 'outbound-rtp',
					active,
					framesSent: index === 0 ? this.framesSent : 0,
					qualityLimitationReason: this.limitedBy,
				},
			]),
		);
	}

	negotiate(): void {
		for (const encoding of this.encodings) encoding.active = true;
		this.leaked ||= this.track !== null;
	}

	async setParameters(parameters: { encodings: { active: boolean }[] }) {
		if (this.refusals > 0) {
			this.refusals -= 1;
			throw new DOMException('negotiated meanwhile', 'InvalidStateError');
		}
		this.encodings = parameters.encodings;
		this.log.push(this.active);
	}

	async replaceTrack(track: MediaStreamTrack | null) {
		this.track = track;
	}
}

/** As mediasoup-client's sending transport, as far as SentTracks uses it. */
export class FakeTransport {
	readonly id = 'send';
	readonly connectionState = 'connected';
	readonly senders: FakeSender[] = [];
	readonly producers: Producer[] = [];
	#onProduce:
		((event: object, done: (answer: { id: string }) => void, failed: (error: Error) => void) => void) | undefined;

	get asTransport(): Transport {
		return this as unknown as Transport;
	}

	on(
		name: string,
		handler: (event: object, done: (answer: { id: string }) => void, failed: (error: Error) => void) => void,
	) {
		if (name === 'produce') this.#onProduce = handler;
	}

	/** As an ICE restart, or the end of a source, does. */
	negotiate(): void {
		for (const sender of this.senders) sender.negotiate();
	}

	async produce({ track, encodings, onRtpSender, appData }: ProducerOptions): Promise<Producer> {
		const sender = new FakeSender(encodings ?? [{}], track ?? null);
		this.senders.push(sender);
		onRtpSender?.(sender as unknown as RTCRtpSender);
		await Promise.resolve();
		this.negotiate();
		const { id } = await new Promise<{ id: string }>((resolve, reject) =>
			this.#onProduce?.({ kind: track?.kind, rtpParameters: {}, appData }, resolve, reject),
		);
		const producer = {
			id,
			track,
			closed: false,
			getStats: async () => sender.stats(),
			async replaceTrack({ track: next }: { track: MediaStreamTrack }) {
				this.track = next;
				await sender.replaceTrack(next);
			},
			close: () => {
				producer.closed = true;
				void Promise.resolve().then(() => this.negotiate());
			},
		};
		this.producers.push(producer as unknown as Producer);
		return producer as unknown as Producer;
	}
}

/** The server's side: takes everything unless told to refuse. */
export class FakeServer {
	readonly asked: string[] = [];
	/** by request: with which code the next ones are refused */
	readonly refuse = new Map<string, string>();
	/** requests whose answers are held back until the returned function is called */
	#held: Promise<void> | undefined;
	readonly #handlers = new Map<string, (notice: never) => void>();
	#ids = 0;

	readonly signalling: MediaSignalling = {
		relay: new Relay(() => []),
		request: (async (name: string, input: Record<string, unknown>) => {
			this.asked.push(typeof input['source'] === 'string' ? `${name} ${input['source']}` : name);
			await this.#held;
			const code = this.refuse.get(name);
			if (code) throw new MediaRefusal(code);
			this.#ids += 1;
			return name === 'produce' ? { producerId: `p${this.#ids}` } : null;
		}) as MediaSignalling['request'],
		on: (name, handler) => {
			this.#handlers.set(name, handler as (notice: never) => void);
			return () => this.#handlers.delete(name);
		},
	};

	hold(): () => void {
		const { promise, resolve } = Promise.withResolvers<void>();
		this.#held = promise;
		return () => {
			this.#held = undefined;
			resolve();
		};
	}

	tell(name: string, notice: object): void {
		this.#handlers.get(name)?.(notice as never);
	}
}

export const fakeTrack = (kind: 'audio' | 'video', height = 720): MediaStreamTrack =>
	({
		kind,
		readyState: 'live',
		muted: false,
		enabled: true,
		getSettings: () => ({ height }),
	}) as unknown as MediaStreamTrack;
