/** Over the bitrate of what is sent, as libwebrtc's pacer. */
const factor = 2.5;
/** Bytes that may go at once after a pause. */
const burst = 12_000;

interface Waiting {
	readonly bytes: number;
	readonly send: () => void;
}

/**
 * Spreads the packets of a frame over time as a browser does: a key frame of 60 kB in one go would fill buffers that
 * a real camera never fills. Times in ms.
 */
export class Pacer {
	readonly #queue: Waiting[] = [];
	#budget = burst;
	#last = 0;
	#waitingBytes = 0;

	get empty(): boolean {
		return this.#queue.length === 0;
	}

	push(bytes: number, send: () => void): void {
		this.#queue.push({ bytes, send });
		this.#waitingBytes += bytes;
	}

	/** Sends what `bitrate` (bit/s, of what is encoded) allows by now. */
	handleTime(now: number, bitrate: number): void {
		// Nothing waits longer than 2 s, whatever the bitrate: libwebrtc's limit for its queue.
		const bytesPerMs = Math.max((bitrate * factor) / 8000, this.#waitingBytes / 2000);
		this.#budget = Math.min(burst, this.#budget + (now - this.#last) * bytesPerMs);
		this.#last = now;
		while (this.#budget > 0) {
			const next = this.#queue.shift();
			if (!next) return;
			this.#budget -= next.bytes;
			this.#waitingBytes -= next.bytes;
			next.send();
		}
	}

	/** What waits is not sent any more. */
	clear(): void {
		this.#queue.length = 0;
		this.#waitingBytes = 0;
	}
}
