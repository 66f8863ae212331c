import { AwaitQueue, AwaitQueueStoppedError } from 'awaitqueue';
import type { AppData, Transport } from 'mediasoup-client/types';
import type { Layers, Source } from '#sfu/link/contract-endpoint.ts';
import type { MediaProfile } from './media-profiles.ts';
import { MediaRefusal, needsRejoin, type MediaSignalling } from './media-signalling.ts';
import { publishingOf } from './publishing.ts';
import { countSent, SendWatch, type Flow, type Remedy } from './send-watch.ts';
import { SentTrack } from './sent-track.ts';

/** What a source should send; null: nothing. */
export type Wanted = { track: MediaStreamTrack; muted: boolean } | null;

interface SentTracksPort {
	readonly signalling: MediaSignalling;
	readonly profile: MediaProfile;
	/** Whether what is sent of a source really leaves. */
	onFlow(source: Source, flow: Flow): void;
	/** Whether the processor is too slow for some picture that should leave. */
	onEncoding(encodesLess: boolean): void;
	/** Nothing of a source leaves whatever is done here: only joining anew may help. */
	onStuck(): void;
	/** The server knows this endpoint no more. */
	onLost(): void;
}

/** What goes with a publication through the transport. */
interface Publication extends AppData {
	sent: SentTrack;
	sender: RTCRtpSender | undefined;
}

/**
 * So often what is sent is compared with what is wanted, and with what really leaves: a source ends without telling when
 * that is negotiated. ms
 */
const lookEvery = 1_000;

/** What one incarnation of this device sends. */
export class SentTracks {
	readonly #port: SentTracksPort;
	readonly #wanted = new Map<Source, Wanted>();
	readonly #sent = new Map<Source, SentTrack>();
	/** They outlive what is published anew. */
	readonly #watches = new Map<Source, SendWatch>();
	/** Of these the processor cannot encode as much as should leave. */
	readonly #encodedLess = new Set<Source>();
	/** Publishing, muting and closing in the order they were asked for. */
	readonly #queue = new AwaitQueue();
	readonly #stopListening: (() => void)[];
	#transport: Transport | undefined;
	#alone = false;
	#closed = false;

	constructor(port: SentTracksPort) {
		this.#port = port;
		const looking = setInterval(() => this.#look(), lookEvery);
		this.#stopListening = [
			() => clearInterval(looking),
			port.signalling.on('source-wanted', ({ source, layers }) => this.want(source, layers)),
		];
	}

	/** Sends over this transport from now on. */
	follow(transport: Transport): void {
		this.#transport = transport;
		transport.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
			const { sent, sender } = appData as Publication;
			const { source, toldMuted: paused } = sent;
			const ask = async () => {
				if (sender) await sent.begin(sender);
				// This negotiation switched on all the others, too.
				this.settle();
				const input = { transportId: transport.id, kind, source, rtpParameters, paused };
				return this.#port.signalling.request('produce', input);
			};
			ask().then(({ producerId }) => done({ id: producerId }), failed);
		});
	}

	/**
	 * Makes what is sent of a source what is wanted: publishes, replaces the track, mutes, unmutes or closes. Rejects
	 * when the server refuses the source; `onLost` is called instead where only joining anew helps.
	 */
	async apply(source: Source, wanted: Wanted): Promise<void> {
		this.#wanted.set(source, wanted);
		// At the source when muting: not even silence leaves this device, whatever the server is doing.
		if (wanted?.muted) this.#sent.get(source)?.mute(true);
		if (this.#alone) return this.#followAlone(source);
		await this.#inTurn(() => this.#follow(source));
	}

	/**
	 * Nobody can be asked or told: what is published is muted, and given another track, here alone, and somebody takes the
	 * smallest of camera and microphone. What has changed is told when that is over.
	 */
	set alone(alone: boolean) {
		this.#alone = alone;
		for (const sent of this.#sent.values()) sent.least = alone && sent.source !== 'screen' ? 1 : 0;
		for (const source of this.#wanted.keys())
			// Refused: the next look finds it as it was, and goes on.
			(alone ? this.#followAlone(source) : this.#inTurn(() => this.#follow(source))).catch(() => {});
	}

	async #followAlone(source: Source): Promise<void> {
		const sent = this.#sent.get(source);
		const wanted = this.#wanted.get(source);
		if (wanted && sent?.producer && sent.producer.track !== wanted.track)
			await sent.producer.replaceTrack({ track: wanted.track });
		sent?.mute(wanted?.muted ?? true);
	}

	async #inTurn(task: () => Promise<void>): Promise<void> {
		try {
			await this.#queue.push(task);
		} catch (error) {
			if (this.#closed || error instanceof AwaitQueueStoppedError) return;
			if (!needsRejoin(error)) throw error;
			this.#port.onLost();
		}
	}

	/** How many layers of a source anybody takes. */
	want(source: Source, layers: Layers): void {
		this.#sent.get(source)?.want(layers);
	}

	/** The transport has negotiated: what is wanted is applied anew. */
	settle(): void {
		for (const sent of this.#sent.values()) void sent.settle();
	}

	/** Idempotent. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#queue.stop();
		for (const stop of this.#stopListening) stop();
		for (const sent of this.#sent.values()) sent.close();
		this.#sent.clear();
		// What is published no more is not encoded with difficulty either.
		this.#port.onEncoding(false);
	}

	#look(): void {
		// What has ended is told of once more.
		for (const source of new Set([...this.#sent.keys(), ...this.#watches.keys()])) void this.#watch(source);
	}

	async #watch(source: Source): Promise<void> {
		const { producer, due } = this.#sent.get(source) ?? {};
		const isDue = due === true && this.#transport?.connectionState === 'connected';
		const stats = isDue ? await producer?.getStats().catch(() => undefined) : undefined;
		if (this.#closed || this.#sent.get(source)?.producer !== producer) return;
		const watch = this.#watches.get(source) ?? new SendWatch(source);
		this.#watches.set(source, watch);
		const count = stats && countSent(stats);
		if (count) this.#sent.get(source)?.settleUnless(count.on);
		this.#noteEncoding(source, count?.encodesLess ?? false);
		const { flow, remedy } = watch.look(performance.now(), count);
		this.#port.onFlow(source, flow);
		if (remedy) await this.#heal(source, remedy);
	}

	#noteEncoding(source: Source, encodesLess: boolean): void {
		if (encodesLess) this.#encodedLess.add(source);
		else this.#encodedLess.delete(source);
		this.#port.onEncoding(this.#encodedLess.size > 0);
	}

	async #heal(source: Source, remedy: Remedy): Promise<void> {
		const sent = this.#sent.get(source);
		switch (remedy) {
			case 'apply':
				return sent?.settle(true);
			case 'republish':
				// The server replaces the former one; closed there first, a screen would lose its place on the stage.
				if (sent) this.#drop(sent);
				// Refused: the next look finds nothing sent, and goes on.
				return this.#inTurn(() => this.#follow(source)).catch(() => {});
			case 'rejoin':
				return this.#port.onStuck();
		}
	}

	/** By now something else may be wanted than when this was asked for. */
	async #follow(source: Source): Promise<void> {
		const wanted = this.#wanted.get(source);
		const sent = this.#sent.get(source);
		if (!wanted) {
			if (sent) await this.#end(sent);
		} else if (!sent?.producer) {
			await this.#publish(source, wanted);
		} else {
			const { producer } = sent;
			if (producer.track !== wanted.track) await producer.replaceTrack({ track: wanted.track });
			this.settle();
			if (sent.toldMuted !== wanted.muted) await this.#tellMuted(sent, producer.id, wanted.muted);
			sent.mute(this.#wanted.get(source)?.muted ?? true);
		}
	}

	async #publish(source: Source, { track, muted }: NonNullable<Wanted>): Promise<void> {
		const transport = this.#transport;
		if (!transport) throw new MediaRefusal('transport-unknown');
		const sent = new SentTrack(source, { track, muted });
		const publication: Publication = { sent, sender: undefined };
		this.#sent.set(source, sent);
		try {
			sent.producer = await transport.produce({
				track,
				...publishingOf(source, this.#port.profile, track.getSettings().height ?? 0),
				// The track belongs to its source, which may publish it anew after a rejoin.
				stopTracks: false,
				// Silencing the track is its source's, at once; pausing would negotiate.
				disableTrackOnPause: false,
				onRtpSender: (sender) => {
					publication.sender = sender;
					sent.hold(sender);
				},
				appData: publication,
			});
		} catch (error) {
			this.#drop(sent);
			throw error;
		} finally {
			this.settle();
		}
	}

	async #end(sent: SentTrack): Promise<void> {
		this.#drop(sent);
		const { producer } = sent;
		if (!producer) return;
		try {
			await this.#port.signalling.request('close-producer', { producerId: producer.id });
		} catch (error) {
			// Asked before the link dropped and again after: it is closed, as it should be.
			if (!(error instanceof MediaRefusal && error.code === 'producer-unknown')) throw error;
		} finally {
			this.settle();
		}
	}

	#drop(sent: SentTrack): void {
		if (this.#sent.get(sent.source) === sent) this.#sent.delete(sent.source);
		sent.close();
	}

	async #tellMuted(sent: SentTrack, producerId: string, muted: boolean): Promise<void> {
		await this.#port.signalling.request(muted ? 'pause-producer' : 'resume-producer', { producerId });
		sent.toldMuted = muted;
	}
}
