import type { Messages } from '#contract/messages.ts';
import type { Layer, Source } from '#sfu/link/contract-endpoint.ts';
import { receivingCapabilities } from '../endpoint/capabilities.ts';
import { epochNow } from '../endpoint/clock.ts';
import type { EndpointHost } from '../endpoint/endpoint-host.ts';
import type { ReceivedTrack } from '../endpoint/received-track.ts';
import { ReceivingTransport } from '../endpoint/receiving-transport.ts';
import type { Way } from '../endpoint/secure-transport.ts';
import { SendingTransport } from '../endpoint/sending-transport.ts';
import type { Recording } from '../recording/recording.ts';
import { OwnSources } from './own-sources.ts';
import { OwnStills } from './own-stills.ts';
import { Told } from './told.ts';
import { Signalling, type DeviceAddress } from './signalling.ts';

export interface SiteOptions extends DeviceAddress {
	/** the largest layer that its screen shows */
	readonly layer: Layer;
	/** what it offers; sent only as far as the server says that somebody takes it */
	readonly sources: readonly Source[];
	/** of its media, where they have a network of their own */
	readonly way?: Way;
	/** JPEG, base64: what it shows on the site wall in place of the recording */
	readonly still?: string;
}

type Created = Messages['media/consumer-created'];

/** Between attempts to join the media, as the browser's, in ms. */
const delays = [250, 500, 1000, 2000, 4000, 5000] as const;

interface Transports {
	readonly send: SendingTransport;
	readonly receive: ReceivingTransport;
	/** by transport, once its first track needs it */
	readonly connected: Map<string, Promise<unknown>>;
}

/** On the way into the media: what was asked for is answered, or the way from the server stands (ICE, DTLS). */
export type JoinStep = 'opened' | 'joined' | 'connected';

/** A room's terminal: signalling and media as the product's page has them, without a picture. */
export class Site {
	readonly options: SiteOptions;
	readonly link: Signalling;
	readonly stills: OwnStills;
	readonly sources: OwnSources;
	readonly told: Told;
	/** when it was there last; ms since 1970 */
	readonly steps = new Map<JoinStep, number>();
	readonly #host: EndpointHost;
	readonly #recording: Recording;
	/** whose track each consumer is */
	readonly #owners = new Map<string, { readonly endpointId: string; readonly source: Source }>();
	/** announced before the transports were there */
	#early: Created[] = [];
	#transports: Transports | undefined;
	#incarnation = 0;
	#serverId = '';
	#startedAt = 0;
	#welcomedAt = 0;
	#retries = 0;
	#closed = false;

	constructor(options: SiteOptions, host: EndpointHost, recording: Recording) {
		this.options = options;
		this.#host = host;
		this.#recording = recording;
		this.link = new Signalling(options);
		const still = options.still === undefined ? recording.still : Buffer.from(options.still, 'base64');
		this.stills = new OwnStills(this.link, new Uint8Array(still));
		this.sources = new OwnSources(this.link);
		this.told = new Told(this.link);
		this.link.on('welcome', ({ serverId }) => this.#handleWelcome(serverId));
		this.link.on('media/consumer-created', (created) => void this.#receive(created));
		this.link.on('media/consumers', ({ transportId, consumers }) => this.#catchUp(transportId, consumers));
		this.link.on('media/consumer-closed', ({ consumerId }) => this.#drop(consumerId));
		this.link.on('media/lost', () => void this.#join());
	}

	/** Connects; resolves when welcomed, while the media are still being joined. */
	async start(): Promise<void> {
		this.#startedAt = epochNow();
		await this.link.connect();
	}

	/** ms since 1970 */
	get startedAt(): number {
		return this.#startedAt;
	}

	get welcomedAt(): number {
		return this.#welcomedAt;
	}

	/** Attempts to join that failed. */
	get retries(): number {
		return this.#retries;
	}

	/** UDP port of the server's that media come from; 0: none is agreed on. */
	get port(): number {
		return this.#transports?.receive.remotePort ?? 0;
	}

	/** of the server's that media come from; empty: none is agreed on */
	get address(): string {
		return this.#transports?.receive.remoteAddress ?? '';
	}

	/** See ReceivingTransport. */
	get lookedAt(): number {
		return this.#transports?.receive.lookedAt ?? 0;
	}

	/** Its media begin anew, as where the page was loaded anew and the device stayed the same. */
	rejoin(): void {
		this.told.judgeAnew();
		void this.#join();
	}

	/** Tracks there are now, with whose they are. */
	get tracks(): { endpointId: string; source: Source; track: ReceivedTrack }[] {
		return [...(this.#transports?.receive.tracks ?? [])].flatMap(([consumerId, track]) => {
			const owner = this.#owners.get(consumerId);
			return owner ? [{ ...owner, track }] : [];
		});
	}

	/** As the page does where nothing of a picture has come for three seconds. */
	async watchAgain(endpointId: string): Promise<void> {
		const cameras = this.tracks.filter((each) => each.endpointId === endpointId && each.source === 'camera');
		await Promise.all(cameras.map(({ track }) => this.#watch(track.consumerId, this.options.layer)));
	}

	close(): void {
		this.#closed = true;
		this.#leave();
		this.stills.close();
		this.link.close();
	}

	#handleWelcome(serverId: string): void {
		this.#welcomedAt = epochNow();
		const former = this.#serverId;
		this.#serverId = serverId;
		const receive = this.#transports?.receive;
		if (former !== serverId || !receive) void this.#join();
		else this.link.request('media/resync', { transportId: receive.id }).catch(() => void this.#join());
	}

	async #join(): Promise<void> {
		const incarnation = ++this.#incarnation;
		for (let attempt = 0; !this.#closed && incarnation === this.#incarnation; attempt += 1) {
			this.#leave();
			try {
				await this.#joinOnce(incarnation);
				return;
			} catch {
				this.#retries += 1;
				const delay = delays[Math.min(attempt, delays.length - 1)] ?? 5_000;
				await new Promise((resolve) => setTimeout(resolve, delay * (0.75 + Math.random() / 2)));
			}
		}
	}

	async #joinOnce(incarnation: number): Promise<void> {
		const { rtpCapabilities } = await this.link.request('media/open', {});
		this.steps.set('opened', epochNow());
		const joined = await this.link.request('media/join', { rtpCapabilities: receivingCapabilities(rtpCapabilities) });
		this.steps.set('joined', epochNow());
		if (incarnation !== this.#incarnation || this.#closed) return;
		const { way } = this.options;
		const over = <T extends object>(options: T) => (way ? { ...options, way } : options);
		const receive = new ReceivingTransport(this.#host, over(joined.receive));
		receive.once('connected', () => this.steps.set('connected', epochNow()));
		const send = new SendingTransport(this.#host, over(joined.send), this.#recording);
		this.#transports = { send, receive, connected: new Map() };
		for (const created of this.#early.splice(0)) void this.#receive(created);
		await this.#connect(send);
		this.sources.carryOver(send);
		for (const source of this.options.sources) await this.sources.publish(source);
	}

	/** Once for each transport, when the first track needs it, as mediasoup-client does. */
	#connect(transport: SendingTransport | ReceivingTransport): Promise<unknown> {
		const { connected } = this.#transports ?? {};
		const { id: transportId, dtlsParameters } = transport;
		const connecting =
			connected?.get(transportId) ??
			this.link.request('media/connect-transport', { transportId, dtlsParameters }).then(() => transport.start());
		connected?.set(transportId, connecting);
		return connecting;
	}

	async #receive(created: Created): Promise<void> {
		const receive = this.#transports?.receive;
		if (!receive) this.#early.push(created);
		if (!receive || created.transportId !== receive.id) return;
		const { consumerId, kind, rtpParameters, sourceEndpointId, source } = created;
		if (this.#owners.has(consumerId)) return;
		this.#owners.set(consumerId, { endpointId: sourceEndpointId, source });
		try {
			receive.consume({ consumerId, kind, rtpParameters });
			await this.#connect(receive);
			if (kind === 'video') await this.#watch(consumerId, this.options.layer);
		} catch {
			this.#drop(consumerId);
		}
	}

	async #watch(consumerId: string, layer: Layer): Promise<void> {
		await this.link.request('media/watch', { consumerId, layer });
	}

	#catchUp(transportId: string, consumers: readonly Created[]): void {
		if (transportId !== this.#transports?.receive.id) return;
		const standing = new Set(consumers.map(({ consumerId }) => consumerId));
		for (const consumerId of this.#owners.keys()) if (!standing.has(consumerId)) this.#drop(consumerId);
		for (const created of consumers) void this.#receive(created);
	}

	#drop(consumerId: string): void {
		this.#owners.delete(consumerId);
		this.#transports?.receive.drop(consumerId);
	}

	#leave(): void {
		this.#early = [];
		this.#owners.clear();
		this.sources.clear();
		this.#transports?.send.close(true);
		this.#transports?.receive.close(true);
		this.#transports = undefined;
	}
}
