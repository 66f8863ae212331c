import type { Consumer, ConsumerOptions, PlainTransport, Producer, ProducerOptions } from 'mediasoup/types';
import type { Leg } from '#sfu/conference/leg.ts';
import type { Seat } from '#sfu/conference/seat.ts';
import type { LineState, Neighbour } from '#sfu/link/contract-line.ts';
import { Whisper } from './whisper.ts';

type EndState = NonNullable<LineState['end']>;

const srtpCryptoSuite = 'AEAD_AES_256_GCM';

/**
 * The estimate of what the line carries does not fall below, in bit/s: a fresh consumer would take three seconds to find out that
 * it carries a large picture. Where less is said of the line, a share of that.
 */
const least = 2_000_000;
const leastShare = 0.8;

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
	#met: string | undefined;
	#arrived = { bytes: -1, at: 0 };
	readonly #looking: NodeJS.Timeout;

	/** `is`: what the neighbour is. The child sends first: its address is not known to its parent. Rejects with what mediasoup refuses. */
	static async lay(seat: Seat, { is, kbps }: Pick<Neighbour, 'is' | 'kbps'>): Promise<LineEnd> {
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
		try {
			if (kbps !== null) await transport.setMaxOutgoingBitrate(kbps * 1_000);
			await transport.setMinOutgoingBitrate(kbps === null ? least : Math.min(least, kbps * 1_000 * leastShare));
			return new LineEnd(transport, comedia, await Whisper.begin(seat, transport));
		} catch (error) {
			transport.close();
			throw error;
		}
	}

	private constructor(transport: PlainTransport, comedia: boolean, whisper: Whisper) {
		this.#transport = transport;
		this.#comedia = comedia;
		this.#whisper = whisper;
		this.#looking = setInterval(() => void this.#look(), lookEvery);
		transport.observer.once('close', () => {
			clearInterval(this.#looking);
			whisper.close();
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

	/** For the other end. */
	get state(): EndState {
		const { id, srtpParameters, tuple } = this.#transport;
		return {
			id,
			meets: this.#met !== undefined && this.#comedia ? this.#met : null,
			address: this.#comedia ? { ip: tuple.localAddress, port: tuple.localPort } : null,
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
		const srtpParameters = { cryptoSuite: srtpCryptoSuite, keyBase64: srtpKey } as const;
		await this.#transport.connect({ ...(this.#comedia ? {} : address), srtpParameters });
		this.#arrived = { bytes: -1, at: performance.now() };
		this.#whisper.send();
	}

	produce(options: ProducerOptions): Promise<Producer> {
		return this.#transport.produce(options);
	}

	consume(options: ConsumerOptions): Promise<Consumer> {
		return this.#transport.consume(options);
	}

	carryScreen(): void {
		// The line has one room for all.
	}

	/** Calls back once when it is closed, whoever does. */
	onClosed(handle: () => void): void {
		this.#transport.observer.once('close', handle);
	}

	/** Idempotent. */
	close(): void {
		this.#transport.close();
	}

	/** A line that was cut, or whose address was forgotten on the way, is laid anew: nobody tells of it. */
	async #look(): Promise<void> {
		if (this.#met === undefined) return;
		const now = performance.now();
		const [stats] = await this.#transport.getStats().catch(() => []);
		if (!stats || this.closed) return;
		if (stats.bytesReceived !== this.#arrived.bytes) this.#arrived = { bytes: stats.bytesReceived, at: now };
		else if (now - this.#arrived.at >= silentAfter) this.close();
	}
}
