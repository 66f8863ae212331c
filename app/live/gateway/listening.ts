import { AsyncLocalStorage } from 'node:async_hooks';
import type { Duplex } from 'node:stream';
import { Pacer } from './pacer.ts';

/** So many links in one turn of the loop: the end of one costs it up to a tenth of a millisecond, most of it after it was heard. */
const heardAtOnce = 16;

/** Of no request: what a connection says later belongs to none (door.ts). */
const outside = AsyncLocalStorage.snapshot();

/**
 * Has connections heard in turn: of hundreds that say something at once, or end, the loop would hear all in one of its turns.
 * What each says stays in order.
 */
export class Listening {
	readonly #turns = new Pacer(heardAtOnce);

	/** Before anybody listens to it. */
	follow(connection: Duplex): void {
		const hear = connection.push.bind(connection);
		connection.push = (chunk, encoding) => {
			void this.#turns.run(() => outside(() => !connection.destroyed && hear(chunk, encoding)));
			// Nothing more is read of it until this was heard, which asks for more by itself (Readable).
			return false;
		};
	}

	/** What was not heard yet is not heard any more. */
	close(): void {
		this.#turns.close();
	}
}
