import { Voice } from './voice.ts';
import type { Seat } from './seat.ts';
import type { SentTrack } from './sent-track.ts';

/** A voice and how loud it is, in dBov. */
export interface Loudness {
	endpointId: string;
	dbov: number;
}

interface HearingPort {
	/** Loudest first; an empty list once all are silent. */
	tell(voices: readonly Loudness[]): void;
	/** A microphone cannot be listened to. */
	warn(endpointId: string, error: unknown): void;
}

interface Heard {
	readonly endpointId: string;
	readonly voice: Voice;
	/** Idempotent. */
	stop(): void;
}

/** ms */
const interval = 250;

/** Quieter than this is a room's noise, not a speaker. dBov */
const speechAbove = -60;

/** Between two words nobody has fallen silent. */
const silentIntervals = 4;

/** More speak at once only by accident. */
const mostTold = 8;

/**
 * Who of a conference is heard, and how loud, on all its workers together. mediasoup's own observer counts a voice only
 * with ten packets in its interval, silence between words among them: the long packets of our profiles would be heard
 * late or never. So the packets' levels come here (RFC 6464), and a single one will do: 128 microphones that all send
 * cost 2 % of a core.
 */
export class Hearing {
	readonly #port: HearingPort;
	/** by producer */
	readonly #heard = new Map<string, Heard>();
	#timer: NodeJS.Timeout | undefined;
	/** Intervals in which nobody was heard, in a row. */
	#silent = silentIntervals;
	#closed = false;

	constructor(port: HearingPort) {
		this.#port = port;
	}

	/** Listens to a microphone that arrives on this seat, until `ignore` or its end. */
	listen(endpointId: string, { producer }: SentTrack, seat: Seat): void {
		if (this.#closed || this.#heard.has(producer.id)) return;
		const voice = new Voice();
		const listening = seat.listen(producer, (packet, extensionId) => voice.take(packet, extensionId));
		const stop = () => void listening.then((consumer) => consumer.close()).catch(() => {});
		this.#heard.set(producer.id, { endpointId, voice, stop });
		listening.catch((error: unknown) => {
			this.ignore(producer.id);
			if (!producer.closed) this.#port.warn(endpointId, error);
		});
		producer.observer.once('close', () => this.ignore(producer.id));
		this.#timer ??= setInterval(() => this.#tell(), interval);
	}

	/** Idempotent. */
	ignore(producerId: string): void {
		this.#heard.get(producerId)?.stop();
		this.#heard.delete(producerId);
	}

	/** Idempotent. */
	close(): void {
		this.#closed = true;
		clearInterval(this.#timer);
		this.#heard.clear();
	}

	#tell(): void {
		const voices = [...this.#heard.values()]
			.map(({ endpointId, voice }) => ({ endpointId, dbov: voice.loudness() }))
			.filter(({ dbov }) => dbov >= speechAbove)
			.toSorted((a, b) => b.dbov - a.dbov)
			.slice(0, mostTold);
		const former = this.#silent;
		this.#silent = voices.length > 0 ? 0 : Math.min(silentIntervals, former + 1);
		if (this.#silent === 0 || (this.#silent === silentIntervals && former < silentIntervals)) this.#port.tell(voices);
		if (this.#silent < silentIntervals || this.#heard.size > 0) return;
		clearInterval(this.#timer);
		this.#timer = undefined;
	}
}
