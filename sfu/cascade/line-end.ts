import { lookup } from 'node:dns/promises';
import type { Consumer, ConsumerOptions, PlainTransport, Producer, ProducerOptions } from 'mediasoup/types';
import type { Leg } from '#sfu/conference/leg.ts';
import { Narrowing, type Estimate } from '#sfu/conference/narrowing.ts';
import type { Seat } from '#sfu/conference/seat.ts';
import type { LineState, Neighbour } from '#sfu/link/contract-line.ts';
import { Belief } from './belief.ts';
import { Beat, type BeatSocket, type LineWay } from './beat.ts';
import type { Granted } from './way-budget.ts';
import { Whisper } from './whisper.ts';

type EndState = NonNullable<LineState['end']>;

const srtpCryptoSuite = 'AEAD_AES_256_GCM';

/**
 * When the first picture begins, the estimate of what the line carries does not fall below this for a moment, in bit/s and ms: a
 * fresh consumer would take three seconds to find out that it carries a large one. On a thin line it is wrong for as long. Where it
 * is said what the line has for pictures, not below what these cost, as long as that is to be believed.
 */
const least = 2_000_000;
const leastFor = 1_000;

/** A picture's bits come unevenly: mediasoup takes a layer only where it believes that so many times its rate are there. */
const ofSwing = 1.3;

/** The estimate is limited to no less than this, in kbit/s, and anew where it changes by such a share. */
const leastLimit = 64;
const worthTelling = 0.03;

/** So long nothing may come from the other end, which whispers, before the line is laid anew; looked at so often. ms */
const silentAfter = 6_000;
const lookEvery = 2_000;

/** One end of a line: the transport by which a conference's media go to a neighbouring node and come from it. */
export class LineEnd implements Leg {
	/** Nothing here has to be judged by its way: what the line carries mediasoup estimates. */
	readonly carrying = 'all';
	readonly #transport: PlainTransport;
	readonly #comedia: boolean;
	readonly #whisper: Whisper;
	readonly #beatSocket: BeatSocket;
	#beat: Beat | undefined;
	#stood = false;
	/** a picture has gone over it */
	#began = false;
	#lets: NodeJS.Timeout | undefined;
	#onState = () => {};
	#onNarrowed = () => {};
	#granted: Granted | undefined;
	/** whether the line carries what it is said to */
	readonly #belief = new Belief();
	/** what mediasoup was told that the line has for pictures, in bit/s: no limit, and no least, where it is 0 */
	#limit = 0;
	#least = 0;
	#met: string | undefined;
	#arrived = { bytes: -1, at: 0 };
	readonly #looking: NodeJS.Timeout;

	/** `is`: what the neighbour is. The child sends first: its address is not known to its parent. Rejects with what mediasoup refuses. */
	static async lay(seat: Seat, { is }: Pick<Neighbour, 'is'>): Promise<LineEnd> {
		const { router, worker } = seat;
		const comedia = is === 'child';
		const transport = await router.createPlainTransport({
			listenInfo: worker.lineListenInfo,
			rtcpMux: true,
			comedia,
			enableSrtp: true,
			srtpCryptoSuite,
			// It would go in clear.
			enableSctp: false,
		});
		let whisper: Whisper | undefined;
		let beatSocket: BeatSocket | undefined;
		try {
			await transport.enableTraceEvent(['bwe']);
			whisper = await Whisper.begin(seat, transport);
			const { ip, portRange } = worker.lineListenInfo;
			beatSocket = await Beat.bind(ip, comedia ? portRange : undefined);
			// It tells of that no more.
			if (transport.closed) throw new Error('the seat of a line went while it was laid');
			return new LineEnd(transport, comedia, whisper, beatSocket);
		} catch (error) {
			transport.close();
			whisper?.close();
			beatSocket?.close();
			throw error;
		}
	}

	private constructor(transport: PlainTransport, comedia: boolean, whisper: Whisper, beatSocket: BeatSocket) {
		this.#transport = transport;
		this.#comedia = comedia;
		this.#whisper = whisper;
		this.#beatSocket = beatSocket;
		this.#looking = setInterval(() => void this.#look(), lookEvery);
		const narrowing = new Narrowing();
		transport.on('trace', ({ type, info }) => {
			if (type === 'bwe' && narrowing.take(info as Estimate)) this.#onNarrowed();
		});
		transport.observer.once('close', () => {
			clearInterval(this.#looking);
			clearTimeout(this.#lets);
			whisper.close();
			this.#beat?.close();
			beatSocket.close();
		});
	}

	get receiveId(): string {
		return this.#transport.id;
	}

	get closed(): boolean {
		return this.#transport.closed;
	}

	/** The id of the end that it is connected with. */
	get met(): string | undefined {
		return this.#met;
	}

	/** The way to the other end, as its beat says: nothing is to be sent before it has stood once, nor while it is cut. */
	get state(): 'laying' | 'stands' | 'cut' {
		if (!this.#stood) return 'laying';
		return this.#beat?.stands ? 'stands' : 'cut';
	}

	/** How the way to the other end is; undefined: not known yet. */
	get way(): LineWay | undefined {
		return this.#beat?.way;
	}

	/** How much goes and comes; kbit/s. Null where it is gone. */
	async measure(): Promise<{ sentKbps: number; receivedKbps: number; availableKbps: number | null } | null> {
		const [stats] = await this.#transport.getStats().catch(() => []);
		if (!stats) return null;
		const { sendBitrate, recvBitrate, availableOutgoingBitrate } = stats;
		return {
			sentKbps: Math.round(sendBitrate / 1_000),
			receivedKbps: Math.round(recvBitrate / 1_000),
			availableKbps: availableOutgoingBitrate === undefined ? null : Math.round(availableOutgoingBitrate / 1_000),
		};
	}

	/** What the other end is told of it. */
	get told(): EndState {
		const { id, srtpParameters, tuple } = this.#transport;
		return {
			id,
			meets: this.#met !== undefined && this.#comedia ? this.#met : null,
			address: this.#comedia
				? { ip: tuple.localAddress, port: tuple.localPort, beatPort: this.#beatSocket.port }
				: null,
			srtpKey: srtpParameters?.keyBase64 ?? '',
		};
	}

	/** Whether it is one that this one can be connected with. */
	fits({ meets, address }: EndState): boolean {
		return this.#comedia ? meets === null : meets === this.receiveId && address !== null;
	}

	/** Once. Rejects with what mediasoup refuses. */
	async meet({ id, address, srtpKey }: EndState): Promise<void> {
		this.#met = id;
		// It may be announced by its name.
		const ip = address ? (await lookup(address.ip)).address : undefined;
		const srtpParameters = { cryptoSuite: srtpCryptoSuite, keyBase64: srtpKey } as const;
		const to = this.#comedia || !address || ip === undefined ? {} : { ip, port: address.port };
		await this.#transport.connect({ ...to, srtpParameters });
		this.#arrived = { bytes: -1, at: performance.now() };
		this.#whisper.send();
		if (!this.closed) this.#beginBeat(srtpKey, address && ip !== undefined ? { ...address, ip } : null);
	}

	produce(options: ProducerOptions): Promise<Producer> {
		return this.#transport.produce(options);
	}

	consume(options: ConsumerOptions): Promise<Consumer> {
		return this.#transport.consume(options);
	}

	/** What the line has for this end's pictures; undefined: nobody said what it carries. */
	allow(granted: Granted | undefined): void {
		this.#granted = granted;
		const limit = granted === undefined ? 0 : Math.max(granted.mostKbps, leastLimit) * 1_000;
		if (limit === 0 ? this.#limit !== 0 : Math.abs(limit - this.#limit) > limit * worthTelling) {
			// mediasoup refuses a limit below what the estimate does not fall below.
			this.#notBelow(0);
			this.#limit = limit;
			this.#transport.setMaxOutgoingBitrate(limit).catch(() => {});
		}
		this.#hold();
	}

	/** A picture is about to go over it. */
	beginPicture(): void {
		if (this.#began) return;
		this.#began = true;
		this.#lets = setTimeout(() => {
			this.#lets = undefined;
			this.#hold();
		}, leastFor);
		this.#hold();
	}

	carry(): void {
		// The line has one room for all.
	}

	/** Calls back when `state` has changed. */
	onState(handle: () => void): void {
		this.#onState = handle;
	}

	/** Calls back when the worker finds that it carries much less than it believed. */
	onNarrowed(handle: () => void): void {
		this.#onNarrowed = handle;
	}

	/** Calls back once when it is closed, whoever does. */
	onClosed(handle: () => void): void {
		this.#transport.observer.once('close', handle);
	}

	/** Idempotent. */
	close(): void {
		this.#transport.close();
	}

	/** Below what the estimate is not to fall at this moment, in bit/s. */
	get #floor(): number {
		if (!this.#began) return 0;
		if (!this.#granted) return this.#lets ? least : 0;
		if (!this.#belief.holds(performance.now())) return 0;
		return Math.min(this.#granted.picturesKbps * 1_000 * ofSwing, this.#limit);
	}

	#hold(): void {
		const floor = this.#floor;
		if (floor === 0 ? this.#least !== 0 : Math.abs(floor - this.#least) > floor * worthTelling) this.#notBelow(floor);
	}

	#notBelow(bitrate: number): void {
		this.#least = bitrate;
		// Where it is refused the line is gone.
		this.#transport.setMinOutgoingBitrate(Math.round(bitrate)).catch(() => {});
	}

	#beginBeat(theirKey: string, address: EndState['address']): void {
		const ownKey = this.#transport.srtpParameters?.keyBase64 ?? '';
		const secrets = this.#comedia ? ([ownKey, theirKey] as const) : ([theirKey, ownKey] as const);
		const to = this.#comedia || !address ? undefined : { address: address.ip, port: address.beatPort };
		this.#beat = new Beat(this.#beatSocket, secrets, to, {
			onStands: (stands) => {
				this.#stood ||= stands;
				if (!stands) this.#belief.noteCut(performance.now());
				this.#whisper.rest(!stands);
				this.#arrived = { bytes: -1, at: performance.now() };
				this.#onState();
			},
			onRoundTrip: (ms) => {
				this.#belief.noteRoundTrip(ms, performance.now());
				this.#hold();
			},
		});
	}

	/** A way that stands and by which nothing comes, as where an address was forgotten on it: the line is laid anew. */
	async #look(): Promise<void> {
		if (this.#met === undefined || this.state !== 'stands') return;
		const now = performance.now();
		const [stats] = await this.#transport.getStats().catch(() => []);
		if (!stats || this.closed) return;
		this.#belief.noteLoss(stats.rtpPacketLossSent ?? 0, now);
		if (stats.bytesReceived !== this.#arrived.bytes) this.#arrived = { bytes: stats.bytesReceived, at: now };
		else if (now - this.#arrived.at >= silentAfter) this.close();
	}
}
