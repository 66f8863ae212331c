import { AwaitQueue, AwaitQueueStoppedError } from 'awaitqueue';
import { unusedPaths, type MediaConnection, type HealthPort, type Paths } from './media-connection.ts';
import { codeOf, MediaRefusal } from './media-signalling.ts';
import { Retry } from './retry.ts';
import { connectWithin } from './path.ts';
import { hasWebRtc } from './webrtc-support.ts';

/** Joining anew interrupts everything: where nothing leaves this device or is seen, no more often than this. ms */
const rejoinAtMostEvery = 60_000;

/** `unsupported`: this browser has no WebRTC, or one that cannot be used; all else goes on being tried. */
type MediaState = 'idle' | 'joining' | 'joined' | 'reconnecting' | 'unsupported';

interface JoiningPort {
	/** Another incarnation of this device, which joins when it is opened. */
	connect(health: HealthPort): MediaConnection;
	/** Publishes what this device sends, before it counts as joined. */
	publish(connection: MediaConnection): Promise<void>;
	/** What was switched on or off while joining is made up for. */
	onJoined(): void;
}

/**
 * Gets this device into its conference and keeps it there: joins, and joins anew where the connection cannot be repaired
 * or the server lost it, for as long as it is not closed. One connection at a time; what a former one tells no longer
 * counts.
 */
export class Joining {
	state = $state<MediaState>('idle');
	/** Why joining fails, for longer than a person waits without a word; texts are looked up from it. */
	problem = $state<string | null>(null);
	/** How what is sent and what is received really gets through, whatever was agreed on. */
	paths = $state.raw<Paths>(unusedPaths);
	/** Media should flow and does not, for longer than a person waits without a word. */
	unreachable = $state(false);
	/** Where media goes, as whoever runs a firewall wants to read it. */
	addresses = $state.raw<readonly string[]>([]);

	/** There is nobody to join with, and media that stand go on: what is stuck stays. */
	alone = false;

	readonly #port: JoiningPort;
	/** One join at a time. */
	readonly #queue = new AwaitQueue();
	readonly #retry = new Retry();
	/** performance.now() of the last rejoining because nothing left this device, or was seen on it */
	#unstuckAt = -Infinity;
	#connection: MediaConnection | undefined;
	/** Counts the reasons to join; the session is joined when the connection is of the latest. */
	#round = 0;
	#joinedRound = 0;
	#mediaWorked = false;
	#away = true;
	#settling: ReturnType<typeof setTimeout> | undefined;
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
		return this.#joinedRound === this.#round && !this.#closed && !this.#away ? this.#connection : undefined;
	}

	/** It is well with picture and sound, or there are none to be had. */
	get well(): boolean {
		return this.state === 'joined' && !this.unreachable;
	}

	/**
	 * Joins from the start: for the first time, or because the server lost the conference, or is another one. Never two at
	 * once. Resolves once joined, closed, or where this browser cannot.
	 */
	async join(): Promise<void> {
		if (this.#closed) return;
		this.#away = false;
		this.#round += 1;
		this.#retry.wake();
		try {
			await this.#queue.push(() => this.#establish());
		} catch (error) {
			if (!(error instanceof AwaitQueueStoppedError)) throw error;
		}
	}

	/** Out of the conference until somebody calls `join`. */
	leave(): void {
		this.#away = true;
		this.#round += 1;
		clearTimeout(this.#settling);
		this.#connection?.close();
		this.#connection = undefined;
		this.paths = unusedPaths;
		this.problem = null;
		this.unreachable = false;
		this.state = 'idle';
		this.#retry.wake();
	}

	/** The server has nothing of this device any more. */
	lost(): void {
		if (!this.#away) void this.join();
	}

	/** The link to the same server stands again: what was told meanwhile is told anew. */
	resync(): void {
		this.tryNow();
		void this.#connection?.resync();
	}

	/** Somebody looks at it: the next attempt does not wait. */
	tryNow(): void {
		this.#retry.wake();
	}

	/** The network is another one: finds a new path at once instead of waiting for the old one to time out. */
	networkChanged(): void {
		this.#retry.begin();
		this.#retry.wake();
		this.#connection?.repair();
	}

	/** Idempotent. */
	close(): void {
		this.#closed = true;
		this.#retry.wake();
		this.#queue.stop();
		clearTimeout(this.#settling);
		this.#connection?.close();
		this.state = 'idle';
	}

	async #establish(): Promise<void> {
		if (!hasWebRtc()) {
			this.state = 'unsupported';
			return;
		}
		while (!this.#closed && !this.#away && this.#joinedRound !== this.#round) {
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
				this.#settling = setTimeout(() => this.#settle(), connectWithin);
				this.#port.onJoined();
			} catch (error) {
				connection.close();
				if (this.#closed || this.#away) return;
				// Trying again makes no other browser of it.
				if (error instanceof Error && error.name === 'UnsupportedError') {
					this.state = 'unsupported';
					return;
				}
				if (this.#retry.isLong) this.problem = codeOf(error);
				if (round === this.#round) await this.#retry.wait();
			}
		}
	}

	/** In place of the former one. */
	#connect(): MediaConnection {
		this.#connection?.close();
		clearTimeout(this.#settling);
		this.#mediaWorked = false;
		this.paths = unusedPaths;
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
			this.#retry.begin();
			if (this.state === 'reconnecting' && this.#joinedRound === this.#round) this.state = 'joined';
		}
	}

	#handleStuck(): void {
		const now = performance.now();
		if (this.alone || now - this.#unstuckAt < rejoinAtMostEvery) return;
		this.#unstuckAt = now;
		void this.join();
	}

	async #handleFailed(): Promise<void> {
		const round = this.#round;
		// Joining is under way, and finds out by itself.
		if (this.#closed || this.#away || this.#joinedRound !== round) return;
		this.state = 'reconnecting';
		// Media that never flowed will hardly flow at once.
		if (!this.#mediaWorked) await this.#retry.wait();
		// Somebody else may have called for it during the wait.
		if (round === this.#round && !this.#away) void this.join();
	}

	/** Nothing was to be carried so far: of a way that was blocked before nothing is known any more. */
	#settle(): void {
		const { send, receive } = this.paths;
		if (send !== 'unused' || receive !== 'unused') return;
		this.unreachable = false;
		this.#retry.begin();
	}
}
