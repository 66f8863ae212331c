import { laneOf } from '#contract/lane.ts';
import type { Answer, Envelope, Introduction, RequestInput, RequestName } from '#contract/requests.ts';
import { meetingNamespace, type MessageName, type Messages } from '#contract/messages.ts';
import { io, type Socket } from 'socket.io-client';
import { Silence } from './silence.ts';

/**
 * Of a media session that the server still has, or found with its node when it was started anew: asked twice, these do no
 * more than once. The others belong to steps that cannot be taken again from the middle.
 */
const repeatable: ReadonlySet<string> = new Set<RequestName>([
	'media/restart-ice',
	'media/pause-producer',
	'media/resume-producer',
	'media/close-producer',
	'media/watch',
	'media/resync',
]);

/** Whom the server turns away for the moment (it is busy, or they came too often) knocks again after so long, in ms. */
const knockAgainAfter = 1_000;

/** Hundreds who come at once are let in in turn: who waits for that must not ask again. ms */
const joinWithin = 60_000;

const isOfMedia = (name: string) => name.startsWith('media/');

/** Of this very link, or of the media session that it had: what is not answered over it is void. */
const isPassing = (name: string) =>
	isOfMedia(name) || ['wall/', 'stage/', 'shown/', 'clock/'].some((family) => name.startsWith(family));

/** What comes after a message waits for a listener of it that gives a promise. */
type Listener<Message> = (message: Message) => unknown;
type Handlers = { [N in MessageName]?: Listener<Messages[N]> };

interface Arrived {
	readonly name: string;
	readonly message: unknown;
	readonly acknowledge: unknown;
}

/** `code`: why, where that is final */
type HandshakeError = Error & { readonly data?: { readonly code?: string } };

/**
 * One device's link to a meeting. It comes back by itself; a request that got no answer is sent again under the same
 * id, so that the server carries it out once.
 */
export class Connection {
	readonly #socket: Socket;
	readonly #unanswered = new Map<string, { envelope: Envelope; settle: (answer: Answer) => void }>();
	readonly #listeners = new Map<string, Set<Listener<never>>>();
	/** came while a listener was still at work, in order */
	#waiting: Arrived[] = [];
	#delivering = false;

	readonly #answerWithin: number;
	readonly #knockAgainAfter: number;
	#knocking: ReturnType<typeof setTimeout> | undefined;
	#closed = false;

	/**
	 * How long to wait, in ms: `answerWithin` for an answer on a link that stands, `connectWithin` for the link,
	 * `againAfter` after the server has turned this device away for the moment.
	 */
	constructor(
		introduce: () => Introduction,
		{ answerWithin = 10_000, connectWithin = 5_000, againAfter = knockAgainAfter } = {},
	) {
		this.#answerWithin = answerWithin;
		this.#knockAgainAfter = againAfter;
		this.#socket = io(meetingNamespace, {
			auth: (give) => give(introduce()),
			transports: ['websocket', 'polling'],
			// A proxy that refuses WebSockets is common: what works comes next at once, not with the next attempt.
			tryAllTransports: true,
			reconnectionDelay: 250,
			reconnectionDelayMax: 1_000,
			timeout: connectWithin,
		});
		this.#socket.onAny((name: string, message: unknown, acknowledge?: unknown) => {
			this.#waiting.push({ name, message, acknowledge });
			if (!this.#delivering) void this.#deliver();
		});
		// What the former link said is void, the rest of it too; but for the goodbye, after which the server cuts the link.
		this.#socket.on('disconnect', () => (this.#waiting = this.#waiting.filter(({ name }) => name === 'goodbye')));
		this.#socket.on('connect_error', (error: HandshakeError) => {
			this.#takeOtherWay();
			if (!error.data?.code) this.#knockAgain();
		});
	}

	/**
	 * `silent`: nothing comes over a link that stands, since when by performance.now(); null: it does again. `refused` carries
	 * the code of a handshake that was turned down; the link does not come back after one.
	 */
	watch(on: {
		up: () => void;
		down: () => void;
		silent: (since: number | null) => void;
		refused: (code: string) => void;
	}): void {
		const silence = new Silence(on.silent);
		this.#socket.io.on('ping', () => silence.hear());
		this.#socket.on('connect', on.up);
		this.#socket.on('disconnect', (reason) => {
			silence.stop();
			on.down();
			// Nobody else reconnects after the server closed the socket itself.
			if (reason === 'io server disconnect' && this.#socket.active === false) this.#socket.connect();
		});
		this.#socket.on('connect_error', (error: HandshakeError) => {
			if (error.data?.code) on.refused(error.data.code);
			else on.down();
		});
	}

	on<N extends MessageName>(name: N, listener: Listener<Messages[N]>): () => void {
		const listeners = this.#listeners.get(name) ?? new Set();
		this.#listeners.set(name, listeners.add(listener as Listener<never>));
		return () => listeners.delete(listener as Listener<never>);
	}

	handle(handlers: Handlers): void {
		for (const name of Object.keys(handlers) as MessageName[]) {
			const handler = handlers[name];
			if (handler) this.on(name, handler as never);
		}
	}

	request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<Answer<N>> {
		const envelope: Envelope = { id: crypto.randomUUID(), name, input };
		// Nobody would ever answer, and who asked would hold on to what they have.
		if (this.#closed) return Promise.resolve({ ok: false, code: 'unavailable' });
		return new Promise((resolve) => {
			this.#unanswered.set(envelope.id, { envelope, settle: resolve as (answer: Answer) => void });
			this.#send(envelope);
		});
	}

	/**
	 * Call when the server has welcomed this device: what had no answer yet is asked again. Where another server has
	 * nothing of this device's media session, it says so.
	 */
	sendAgain(): void {
		for (const { envelope } of [...this.#unanswered.values()]) {
			const { id, name } = envelope;
			// What concerned the old link is void in the new one: its owner starts over.
			if (isPassing(name) && !repeatable.has(name)) this.#settle(id, { ok: false, code: 'unavailable' });
			else this.#send(envelope);
		}
	}

	/** Cuts the link, which comes back by itself with a new welcome. */
	startOver(): void {
		if (this.#socket.connected) this.#socket.io.engine.close();
	}

	/** In order, and at once where nobody takes time. */
	async #deliver(): Promise<void> {
		this.#delivering = true;
		for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
			for (const listener of this.#listeners.get(next.name) ?? []) {
				try {
					const work = listener(next.message as never);
					if (work instanceof Promise) await work;
				} catch (error) {
					// A fault of the page: whoever watches it hears of it, and what comes next is not held up for ever.
					reportError(error);
				}
			}
			if (typeof next.acknowledge === 'function') next.acknowledge();
		}
		this.#delivering = false;
	}

	/**
	 * A proxy may also swallow a WebSocket without a word, which looks like no answer at all: the next attempt begins with
	 * plain requests, which become a WebSocket where that is possible, and the one after it with a WebSocket again.
	 */
	#takeOtherWay(): void {
		const { opts } = this.#socket.io;
		opts.transports = opts.transports?.[0] === 'websocket' ? ['polling', 'websocket'] : ['websocket', 'polling'];
	}

	/** The client comes back by itself after everything but a handshake that the server itself turned down. */
	#knockAgain(): void {
		clearTimeout(this.#knocking);
		if (this.#closed || this.#socket.active) return;
		// Not all of those who were turned away at once in one moment.
		const after = this.#knockAgainAfter * (1 + Math.random());
		this.#knocking = setTimeout(() => this.#socket.connect(), after);
	}

	#send(envelope: Envelope): void {
		if (!this.#socket.connected) return;
		const patience = envelope.name === 'media/join' ? joinWithin : this.#answerWithin;
		this.#socket.timeout(patience).emit(laneOf(envelope.name), envelope, (late: Error | null, answer: Answer) => {
			if (!late) this.#settle(envelope.id, answer);
			// The link went: the request waits for the next one.
			else if (!this.#socket.connected || !this.#unanswered.has(envelope.id)) return;
			// Votes and the floor must not suffer from media that hang: the link stays.
			else if (isOfMedia(envelope.name)) this.#settle(envelope.id, { ok: false, code: 'media-node-timeout' });
			else if (isPassing(envelope.name)) this.#settle(envelope.id, { ok: false, code: 'unavailable' });
			// The link stands but nothing comes back: cutting it makes both ends start again.
			else this.startOver();
		});
	}

	#settle(id: string, answer: Answer): void {
		this.#unanswered.get(id)?.settle(answer);
		this.#unanswered.delete(id);
	}

	close(): void {
		this.#closed = true;
		clearTimeout(this.#knocking);
		for (const id of [...this.#unanswered.keys()]) this.#settle(id, { ok: false, code: 'unavailable' });
		this.#socket.disconnect();
		this.#listeners.clear();
	}
}
