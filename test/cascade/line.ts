import { setTimeout as wait } from 'node:timers/promises';
import { narrowEnd, widenEnd } from '#test/support/namespace.ts';
import { type CountedEnd, type Sent, sentBetween } from './counted-end.ts';

export interface Crossed {
	/** towards the district, and from it */
	readonly down: Sent;
	readonly up: Sent;
}

/** The one way between the province and a district. */
export class Line {
	/** the province's end, where what goes to the district leaves */
	readonly #down: CountedEnd;
	/** the district's */
	readonly #up: CountedEnd;

	constructor(down: CountedEnd, up: CountedEnd) {
		this.#down = down;
		this.#up = up;
	}

	/** What was sent into it so far, whether it came through or not. */
	read(): Crossed {
		return { down: this.#down.read(), up: this.#up.read() };
	}

	since(before: Crossed): Crossed {
		const after = this.read();
		return { down: sentBetween(before.down, after.down), up: sentBetween(before.up, after.up) };
	}

	/** kbit/s of media towards the district, in each of the next seconds. */
	async offered(seconds: number): Promise<number[]> {
		const offered: number[] = [];
		let [read, at] = [this.read(), performance.now()];
		for (let second = 0; second < seconds; second += 1) {
			await wait(1_000);
			const [now, later] = [this.read(), performance.now()];
			offered.push(((now.down.media.bytes - read.down.media.bytes) * 8) / (later - at));
			[read, at] = [now, later];
		}
		return offered;
	}

	/** So large a share of what is sent is lost, each way, from now on: 1 is a line that is cut, and nobody is told. */
	lose(share: number): void {
		for (const end of [this.#down, this.#up]) end.lose(share);
	}

	/** kbit/s each way from now on */
	narrow(kbitPerSecond: number): void {
		for (const end of [this.#down, this.#up]) narrowEnd(end, kbitPerSecond);
	}

	widen(): void {
		for (const end of [this.#down, this.#up]) widenEnd(end);
	}
}
