import { randomInt } from 'node:crypto';
import type { Consumer, PlainTransport, Producer, RtpParameters } from 'mediasoup/types';
import type { Seat } from '#sfu/conference/seat.ts';

/** ms */
const every = 1_000;

const clockRate = 48_000;
const payloadType = 100;

/** A frame of silence (RFC 6716). */
const silence = Buffer.from([0xf8, 0xff, 0xfe]);

/**
 * A packet of silence now and then, so that something always goes over a line: by the first one the parent learns where its
 * child is, what stands between them on the way does not forget the two, and whoever hears nothing knows that the line is cut.
 */
export class Whisper {
	readonly #producer: Producer;
	readonly #consumer: Consumer;
	readonly #ssrc: number;
	readonly #began = performance.now();
	readonly #timer: NodeJS.Timeout;
	#sequence = randomInt(0x10000);
	#rests = false;

	/** Rejects with what mediasoup refuses. */
	static async begin(seat: Seat, transport: PlainTransport): Promise<Whisper> {
		const ssrc = randomInt(1, 0xffff_ffff);
		const rtpParameters: RtpParameters = {
			codecs: [{ mimeType: 'audio/opus', payloadType, clockRate, channels: 2 }],
			// mediasoup passes on nothing of a stream that it takes for dead.
			encodings: [{ ssrc, dtx: true }],
		};
		const producer = await seat.produce({ kind: 'audio', rtpParameters });
		try {
			const { rtpCapabilities } = seat.router;
			return new Whisper(producer, await transport.consume({ producerId: producer.id, rtpCapabilities }), ssrc);
		} catch (error) {
			producer.close();
			throw error;
		}
	}

	private constructor(producer: Producer, consumer: Consumer, ssrc: number) {
		this.#producer = producer;
		this.#consumer = consumer;
		this.#ssrc = ssrc;
		this.#timer = setInterval(() => this.send(), every);
	}

	/** Into a line that is cut nothing is sent. */
	rest(rests: boolean): void {
		this.#rests = rests;
		this.send();
	}

	send(): void {
		if (this.#producer.closed || this.#rests) return;
		const header = Buffer.alloc(12);
		header.writeUInt8(0x80, 0);
		header.writeUInt8(payloadType, 1);
		header.writeUInt16BE(this.#sequence, 2);
		header.writeUInt32BE(Math.round(((performance.now() - this.#began) * clockRate) / 1_000) % 2 ** 32, 4);
		header.writeUInt32BE(this.#ssrc, 8);
		this.#sequence = (this.#sequence + 1) & 0xffff;
		this.#producer.send(Buffer.concat([header, silence]));
	}

	/** Idempotent. */
	close(): void {
		clearInterval(this.#timer);
		this.#consumer.close();
		this.#producer.close();
	}
}
