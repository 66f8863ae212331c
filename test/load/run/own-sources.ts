import type { Layers, Source } from '#sfu/link/contract-endpoint.ts';
import type { Passages } from '../endpoint/rtp/passages.ts';
import type { UplinkLoss } from '../endpoint/sending/bad-uplink.ts';
import { SentMicrophone } from '../endpoint/sending/sent-microphone.ts';
import type { SentCounters, SentTrack } from '../endpoint/sending/sent-track.ts';
import type { SendingTransport } from '../endpoint/sending-transport.ts';
import type { Signalling } from './signalling.ts';

interface Published {
	readonly track: SentTrack;
	/** how much of it anybody takes */
	wanted: Layers;
	/** undefined until the server has taken it */
	producerId?: string;
}

/** What a site sends, as the page has it: of each source what somebody takes, and of a muted microphone nothing. */
export class OwnSources {
	readonly #link: Signalling;
	readonly #published = new Map<Source, Published>();
	#muted = false;
	#loss: UplinkLoss = { share: 0, forGood: false };
	/** in −dBov; undefined: as the recording is */
	#loudness: number | undefined;
	#transport: SendingTransport | undefined;

	constructor(link: Signalling) {
		this.#link = link;
		link.on('media/source-wanted', ({ source, layers }) => this.#want(source, layers));
		link.on('media/consumers', ({ wanted }) => {
			for (const { source, layers } of wanted) this.#want(source, layers);
		});
	}

	/** They go over this transport from now on, which is connected. */
	carryOver(transport: SendingTransport): void {
		this.#transport = transport;
		transport.lose(this.#loss);
	}

	async publish(source: Source): Promise<void> {
		const transport = this.#transport;
		if (!transport) return;
		const track = transport.produce(source);
		const published: Published = { track, wanted: 0 };
		this.#published.set(source, published);
		track.setLayers(0);
		this.#speak(published);
		const { kind, rtpParameters } = track;
		const asked = { transportId: transport.id, kind, source, rtpParameters };
		const paused = source === 'microphone' && this.#muted;
		const { producerId } = await this.#link.request('media/produce', { ...asked, paused });
		published.producerId = producerId;
		if (source === 'microphone' && this.#muted !== paused) await this.mute(this.#muted);
	}

	async end(source: Source): Promise<void> {
		const published = this.#published.get(source);
		this.#published.delete(source);
		published?.track.close();
		if (published?.producerId !== undefined)
			await this.#link.request('media/close-producer', { producerId: published.producerId });
	}

	/** Resolves when the server has heard it. */
	async mute(muted: boolean): Promise<void> {
		this.#muted = muted;
		const microphone = this.#published.get('microphone');
		if (microphone?.producerId === undefined) return;
		this.#settle('microphone', microphone);
		const { producerId } = microphone;
		await this.#link.request(muted ? 'media/pause-producer' : 'media/resume-producer', { producerId });
	}

	/** How loud the microphone says that it is. */
	speak(loudness: number): void {
		this.#loudness = loudness;
		for (const published of this.#published.values()) this.#speak(published);
	}

	/** What the uplink loses from now on, of this transport and of those after it. */
	lose(loss: UplinkLoss): void {
		this.#loss = loss;
		this.#transport?.lose(loss);
	}

	/** When what of a source was captured; undefined: it is not published. */
	passages(source: Source): Passages | undefined {
		return this.#published.get(source)?.track.passages;
	}

	/** What has left of a source so far, and what was asked for; undefined: it is not published. */
	sent(source: Source): SentCounters | undefined {
		return this.#published.get(source)?.track.counters;
	}

	/** The transport is gone. */
	clear(): void {
		this.#published.clear();
		this.#transport = undefined;
	}

	#want(source: Source, layers: Layers): void {
		const published = this.#published.get(source);
		if (!published) return;
		published.wanted = layers;
		this.#settle(source, published);
	}

	#settle(source: Source, { track, wanted }: Published): void {
		track.setLayers(source === 'microphone' && this.#muted ? 0 : wanted);
	}

	#speak({ track }: Published): void {
		if (track instanceof SentMicrophone && this.#loudness !== undefined) track.setLoudness(this.#loudness);
	}
}
