import { AwaitQueue, AwaitQueueStoppedError } from 'awaitqueue';
import type { MediaConnection, MediaConnectionPort, Paths } from './media-connection.ts';
import { MediaRefusal } from './media-signalling.ts';
import { Retry } from './retry.ts';
import { hasWebRtc } from './webrtc-support.ts';

/** Joining anew interrupts everything: where nothing leaves this device, no more often than this. ms */
const rejoinAtMostEvery = 60_000;

/** `failed`: attempts are used up; `rejoin()` starts anew. */
type MediaState = 'idle' | 'joining' | 'joined' | 'reconnecting' | 'failed';

/** What a connection tells of how it does. */
type Health = Pick<MediaConnectionPort, 'onPaths' | 'onStuck' | 'onFailed'>;

interface JoiningPort {
	/** Another incarnation of this device, which joins when it is opened. */
	connect(health: Health): MediaConnection;
	/** Publishes what this device sends, before it counts as joined. */
	publish(connection: MediaConnection): Promise<void>;
	/** What was switched on or off while joining is made up for. */
	onJoined(): void;
}

const unused: Paths = { send: 'unused', receive: 'unused' };

/**
 * Gets this device into its conference and keeps it there: joins, and joins anew where the connection cannot be repaired
 * or the server lost it. One connection at a time; what a former one tells no longer counts.
 */
export class Joining {
	state = $state<MediaState>('idle');
	/**
	 * Why joining failed; texts are looked up from it. `media-unreachable`: signalling works, media does not;
	 * `unsupported`: this browser has no WebRTC, or one that cannot be used.
	 */
	problem = $state<string | null>(null);
	/** How what is sent and what is received really gets through, whatever was agreed on. */
	paths = $state.raw<Paths>(unused);
	/** Media should flow and does not, for longer than a person waits without a word; it goes on being tried. */
	unreachable = $state(false);
	/** Where media goes, as whoever runs a firewall wants to read it. */
	addresses = $state.raw<readonly string[]>([]);

	readonly #port: JoiningPort;
	/** One join at a time. */
	readonly #queue = new AwaitQueue();
	readonly #retry = new Retry();
	/** performance.now() of the last rejoining because nothing left this device */
	#unstuckAt = -Infinity;
	#connection: MediaConnection | undefined;
	/** Counts the reasons to join; the session is joined when the connection is of the latest. */
	#round = 0;
	#joinedRound = 0;
	#mediaWorked = false;
	#closed = false;

	constructor(port: JoiningPort) {
		this.#port = port;
	}

	/** The latest one, whatever its state. */
	get connection(): MediaConnection | undefined {
		return this.#connection;
	}

	/** The one that stands; what is sent over it is the business of whoever asks. */
	get joined(): MediaConnection | undefined {
		return this.#joinedRound === this.#round && !this.#closed ? this.#connection : undefined;
	}

	/** Somebody has asked for it, ever. */
	get begun(): boolean {
		return this.#round > 0;
	}

	/** Resolves once joined; rejects when attempts are used up. */
	async join(): Promise<void> {
		if (this.#closed) return;
		if (this.begun && this.state !== 'failed') return this.#establish();
		return this.rejoin();
	}

	/** Joins from the start: the server lost the conference, or is another one. Never two at once. */
	async rejoin(): Promise<void> {
		if (this.#closed) return;
		this.#round += 1;
		this.#retry.wake();
		return this.#establish();
	}

	/** As `rejoin`, where there is nobody to tell but the page, which sees `state`. */
	joinAgain(): void {
		this.rejoin().catch(() => {});
	}

	/** The link to the same server stands again: what was told meanwhile is told anew. */
	resync(): void {
		if (this.#closed) return;
		if (this.state === 'failed') this.joinAgain();
		else void this.#connection?.resync();
	}

	/** Idempotent. */
	close(): void {
		this.#closed = true;
		this.#retry.wake();
		this.#queue.stop();
		this.#connection?.close();
		this.state = 'idle';
	}

	async #establish(): Promise<void> {
		try {
			await this.#queue.push(() => this.#establishNow());
		} catch (error) {
			if (!(error instanceof AwaitQueueStoppedError)) throw error;
		}
	}

	async #establishNow(): Promise<void> {
		if (!hasWebRtc()) {
			this.problem = 'unsupported';
			this.state = 'failed';
			return;
		}
		while (!this.#closed && this.#joinedRound !== this.#round) {
			const round = this.#round;
			this.state = this.#joinedRound === 0 ? 'joining' : 'reconnecting';
			const connection = this.#connect();
			try {
				this.addresses = await connection.open();
				await this.#port.publish(connection);
				// Called back meanwhile: once more, at once.
				if (round !== this.#round) continue;
				if (connection.over) throw new MediaRefusal('endpoint-unknown');
				this.#joinedRound = round;
				this.problem = null;
				this.state = 'joined';
				this.#port.onJoined();
			} catch (error) {
				connection.close();
				if (this.#closed) return;
				// Trying again makes no other browser of it.
				const hopeless = error instanceof Error && error.name === 'UnsupportedError';
				if (hopeless || (round === this.#round && !(await this.#retry.wait()))) {
					this.problem = hopeless ? 'unsupported' : codeOf(error);
					this.state = 'failed';
					throw error;
				}
			}
		}
	}

	/** In place of the former one. */
	#connect(): MediaConnection {
		this.#connection?.close();
		this.#mediaWorked = false;
		this.paths = unused;
		const current = () => this.#connection === connection;
		const connection: MediaConnection = this.#port.connect({
			onPaths: (paths) => current() && this.#handlePaths(paths),
			onStuck: () => current() && this.#handleStuck(),
			onFailed: () => current() && void this.#handleFailed(),
		});
		this.#connection = connection;
		return connection;
	}

	#handlePaths(paths: Paths): void {
		this.paths = paths;
		const states = [paths.send, paths.receive];
		if (states.includes('broken')) this.unreachable = true;
		if (states.some((state) => state === 'interrupted' || state === 'broken')) {
			if (this.state === 'joined') this.state = 'reconnecting';
		} else if (states.includes('connected') && !states.includes('connecting')) {
			this.#mediaWorked = true;
			this.unreachable = false;
			this.#retry.succeed();
			if (this.state === 'reconnecting' && this.#joinedRound === this.#round) this.state = 'joined';
		}
	}

	#handleStuck(): void {
		const now = performance.now();
		if (now - this.#unstuckAt < rejoinAtMostEvery) return;
		this.#unstuckAt = now;
		this.joinAgain();
	}

	async #handleFailed(): Promise<void> {
		const round = this.#round;
		// Joining is under way, and finds out by itself.
		if (this.#closed || this.#joinedRound !== round) return;
		this.state = 'reconnecting';
		// Media that never flowed will hardly flow at once: joining over and over must end some time.
		if (!this.#mediaWorked && !(await this.#retry.wait())) {
			this.problem = 'media-unreachable';
			this.state = 'failed';
			return;
		}
		// Somebody else may have called for it during the wait.
		if (round === this.#round) this.joinAgain();
	}
}

const codeOf = (error: unknown): string =>
	error instanceof Error && 'code' in error ? String(error.code) : 'media-failed';
