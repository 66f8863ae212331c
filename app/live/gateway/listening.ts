import { AsyncLocalStorage } from 'node:async_hooks';
import type { Duplex } from 'node:stream';
import { Pacer } from './pacer.ts';

/**
 * So many links as they speak, and as many of those that wait, in one turn of the loop: the end of one costs it up to a tenth of a
 * millisecond, most of it after it was heard.
 */
const heardAtOnce = 8;

/** Of no request: what a connection says later belongs to none (door.ts). */
const outside = AsyncLocalStorage.snapshot();

/**
 * Has connections heard in turn: of hundreds that say something at once, or end, the loop would hear all in one of its turns.
 * What each says stays in order.
 */
export class Listening {
	readonly #turns = new Pacer(heardAtOnce);
	/** at once, in this turn */
	#heard = 0;

	/** Before anybody listens to it. */
	follow(connection: Duplex): void {
		const hear = connection.push.bind(connection);
		connection.push = (chunk, encoding) => {
			// Mostly few speak: who waited for nothing would be answered a turn later, which is long where others ask for much.
			if (this.#mayBeHeard()) return hear(chunk, encoding);
			void this.#turns.run(() => outside(() => !connection.destroyed && hear(chunk, encoding)));
			// Nothing more is read of it until this was heard, which asks for more by itself (Readable).
			return false;
		};
	}

	#mayBeHeard(): boolean {
		if (this.#heard === 0) setImmediate(() => (this.#heard = 0));
		return ++this.#heard <= heardAtOnce;
	}

	/** What was not heard yet is not heard any more. */
	close(): void {
		this.#turns.close();
	}
}
