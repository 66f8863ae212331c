import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Stage } from '#sfu/link/contract.ts';
import { MediaError } from '#sfu/link/errors.ts';
import type { Origin } from './origin.ts';
import { Pipes, type Lease } from './pipes.ts';
import type { Seat } from './seat.ts';
import type { SentTrack } from './sent-track.ts';
import { isWorthReceiving, placesOf, type PublishedSource, type SourceKey } from './stage-diff.ts';
import type { Start } from './start-gate.ts';
import type { Taker } from './taker.ts';
import { within } from './within.ts';

/** A worker that does not answer shall not keep the stage from the others' endpoints. ms */
const longestWait = 500;

/**
 * A browser answers no request for a key frame for 300 ms after it has answered one (libwebrtc's EncoderRtcpFeedback), and
 * the worker asks a second time only after a second. ms
 */
const deaf = 320;

/** Requests and answers get lost, too: so often a sender is asked once more, each time after twice the wait; the last one 5 s later. */
const mostInsisting = 4;

interface SpreadingPort {
	takers(): readonly Taker[];
	origin(endpointId: string): Origin | undefined;
	published(): ReadonlyMap<SourceKey, PublishedSource>;
	/** See ConferenceTimes. */
	holdDown: number;
	log: Logger;
}

/** Brings what origins send to the workers of those that take it. */
export class Spreading {
	readonly #port: SpreadingPort;
	readonly #pipes: Pipes;
	readonly #closing = new AbortController();

	constructor(port: SpreadingPort) {
		this.#port = port;
		this.#pipes = new Pipes(port.holdDown);
	}

	get pipes(): number {
		return this.#pipes.size;
	}

	/** Resolves once a source can be consumed on a seat; throws when it is gone. */
	async lead({ endpointId, source, producerId }: PublishedSource, to: Seat): Promise<Lease> {
		const from = this.#port.origin(endpointId);
		const track = from?.getSent(source);
		if (!from || track?.id !== producerId) throw new MediaError('producer-unknown', producerId);
		return this.#pipes.lead(track, from.seat, to);
	}

	/**
	 * Brings what comes on the stage to every worker that has receivers of it, before its sender is asked to send. A pipe
	 * asks for a key frame when it opens: one that opens after the sending has begun spends a request, and the sender would
	 * drop the next one, by which all start.
	 */
	async spread(stage: Stage): Promise<void> {
		const led = [...placesOf(stage)]
			.flatMap(([key, place]) => {
				const source = this.#port.published().get(key);
				return source && isWorthReceiving(source, place) ? [source] : [];
			})
			.flatMap((source) => this.#seatsFor(source).map((seat) => this.lead(source, seat)));
		// What has gone meanwhile is not led. The others' pipes stay for the hold-down: consumers come at once.
		const ready = led.map((each) => each.then((lease) => lease.release()));
		await within(longestWait, Promise.allSettled(ready));
	}

	/** See StartGate. Where it flows already it stands still meanwhile: that is worth it for more who begin alone. */
	hold(key: SourceKey, beginning: number): Start {
		const { endpointId = '', source = 'camera' } = this.#port.published().get(key) ?? {};
		const track = this.#port.origin(endpointId)?.getSent(source);
		const receiving = this.#port.takers().filter((taker) => taker.flows(key)).length;
		if (!track || track.muted || track.heldLately || beginning <= receiving) return async () => {};
		const orWarn = (error: unknown) => {
			if (!this.#closing.signal.aborted)
				this.#port.log.warn({ err: error, endpointId, source }, 'picture not held back');
		};
		const { held, letGo } = track.hold();
		held.catch(orWarn);
		return async () => {
			await letGo().catch(orWarn);
			this.#insist(key, track).catch(orWarn);
		};
	}

	/**
	 * Where no key frame has come by when its sender surely listens again, it is asked once more, and again where that was in
	 * vain: a receiver to whom nothing comes asks for nothing, and its page looks no sooner than after three seconds.
	 */
	async #insist(key: SourceKey, track: SentTrack): Promise<void> {
		for (let tries = 0; tries < mostInsisting; tries += 1) {
			await wait(deaf * 2 ** tries, undefined, { signal: this.#closing.signal });
			// What has come may not have been told yet, where this process or the worker is busy: holding would undo it.
			if (!(await this.#whoLacks(key)?.surelyLacks(key))) return;
			if (!this.#whoLacks(key) || track.closed || track.muted) return;
			const { held, letGo } = track.hold();
			await Promise.all([held, letGo()]);
		}
	}

	/** One of those to whom a picture flows, as long as it has come to nobody. */
	#whoLacks(key: SourceKey): Taker | undefined {
		const takers = this.#port.takers().filter((taker) => taker.flows(key));
		return takers.every((taker) => taker.lacks(key)) ? takers[0] : undefined;
	}

	/** After somebody muted or unmuted. */
	async follow(track: SentTrack): Promise<void> {
		await this.#pipes.follow(track);
	}

	/** Forgets the pipes; they close with their routers. */
	close(): void {
		this.#closing.abort();
		this.#pipes.close();
	}

	#seatsFor({ endpointId }: PublishedSource): readonly Seat[] {
		const receivers = this.#port.takers().filter(({ id }) => id !== endpointId);
		return [...new Set(receivers.map(({ seat }) => seat))];
	}
}
