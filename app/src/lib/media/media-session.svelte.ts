import { AwaitQueue, AwaitQueueStoppedError } from 'awaitqueue';
import { LocalSource } from './local-source.svelte.ts';
import type { MediaProfile } from './media-profiles.ts';
import { MediaConnection, type Paths } from './media-connection.ts';
import type { EndpointNotice, Layer } from '#sfu/link/contract-endpoint.ts';
import { MediaRefusal, type MediaSignalling } from './media-signalling.ts';
import type { RemoteTrack } from './remote-track.ts';
import { Retry } from './retry.ts';
import { hasWebRtc } from './webrtc-support.ts';

/** After so long the server is asked again for what it refused. ms */
const askAgainAfter = 3_000;

/** Joining anew interrupts everything: where nothing leaves this device, no more often than this. ms */
const rejoinAtMostEvery = 60_000;

/** `failed`: attempts are used up; `rejoin()` starts anew. */
export type MediaState = 'idle' | 'joining' | 'joined' | 'reconnecting' | 'failed';

const unused: Paths = { send: 'unused', receive: 'unused' };

/**
 * All media of this device in one conference: what it sends and what it receives. Joins, heals (ICE restart, then a
 * full rejoin that publishes again what was published), and follows what the server puts on the stage. Knows nothing of
 * meetings: the way to the server is handed in. Close it with the page.
 */
export class MediaSession {
	state = $state<MediaState>('idle');
	/** Tracks of the stage. */
	remote = $state.raw<readonly RemoteTrack[]>([]);
	/** Endpoints whose voices are heard at this moment, loudest first. */
	speaking = $state.raw<readonly string[]>([]);
	/** How good this device's link is, and what is held back for its sake; null: not measured yet. */
	link = $state.raw<EndpointNotice<'link'> | null>(null);
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

	readonly camera: LocalSource;
	readonly microphone: LocalSource;
	readonly screen: LocalSource;

	readonly #signalling: MediaSignalling;
	readonly #profile: MediaProfile;
	readonly #layerOf: (track: RemoteTrack) => Layer | null;
	/** One join at a time. */
	readonly #queue = new AwaitQueue();
	readonly #retry = new Retry();
	readonly #stopListening: (() => void)[] = [];
	/** Sources that the server refused, until it is asked again. */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows the timers
	readonly #askingAgain = new Map<LocalSource, ReturnType<typeof setTimeout>>();
	/** performance.now() of the last rejoining because nothing left this device */
	#unstuckAt = -Infinity;
	#connection: MediaConnection | undefined;
	/** Counts the reasons to join; the session is joined when the connection is of the latest. */
	#round = 0;
	#joinedRound = 0;
	#mediaWorked = false;
	#closed = false;

	/** `layerOf`: in which size a track is shown now; null: not at all. Call `fit` when it has changed. */
	constructor(signalling: MediaSignalling, profile: MediaProfile, layerOf: (track: RemoteTrack) => Layer | null) {
		this.#signalling = signalling;
		this.#profile = profile;
		this.#layerOf = layerOf;
		const sync = (source: LocalSource) => void this.#sync(source);
		this.camera = new LocalSource('camera', profile, sync);
		this.microphone = new LocalSource('microphone', profile, sync);
		this.screen = new LocalSource('screen', profile, sync);
	}

	/** Resolves once joined; rejects when attempts are used up. Sources may be published before or after. */
	async join(): Promise<void> {
		if (this.#closed) return;
		if (this.#round > 0 && this.state !== 'failed') return this.#establish();
		if (this.#stopListening.length === 0) this.#listen();
		return this.rejoin();
	}

	/** Joins from the start: the server lost the conference, or is another one. Never two at once. */
	async rejoin(): Promise<void> {
		if (this.#closed) return;
		this.#round += 1;
		this.#retry.wake();
		return this.#establish();
	}

	/** The link to the same server stands again: what was told meanwhile is told anew. */
	resync(): void {
		if (this.#closed) return;
		if (this.state === 'failed') this.#joinAgain();
		else void this.#connection?.resync();
	}

	/** Opens the camera (or another one) and sends it; `camera.problem` says why it does not work. */
	async publishCamera(deviceId?: string | null): Promise<boolean> {
		return !this.#closed && this.camera.start(deviceId);
	}

	/** As publishCamera. `muted`: opened, but nothing is sent until unmuted. */
	async publishMicrophone(deviceId?: string | null, muted?: boolean): Promise<boolean> {
		if (this.#closed) return false;
		if (muted !== undefined) this.microphone.setMuted(muted);
		return this.microphone.start(deviceId);
	}

	/** Nothing leaves this device while muted, and the server forwards nothing. */
	setMuted(source: 'camera' | 'microphone', muted: boolean): void {
		// Pressed once more: the server may have refused it.
		if (this[source].muted === muted) void this.#sync(this[source]);
		else this[source].setMuted(muted);
	}

	/**
	 * Asks the person at once what to share, and shares it when `permit` resolves to true; false if not, or it does not
	 * work (`screen.problem`).
	 */
	async shareScreen(permit: Promise<boolean>): Promise<boolean> {
		return !this.#closed && this.screen.start(null, permit);
	}

	stopScreen(): void {
		this.screen.stop();
	}

	/** How tracks are shown has changed: the server sends as much as that is worth. */
	fit(): void {
		this.#connection?.fit();
	}

	/** WebRTC statistics of the sending and the receiving transport. */
	async getStats(): Promise<RTCStatsReport[]> {
		return (await this.#connection?.getStats()) ?? [];
	}

	/** Leaves and gives the devices back; none is opened any more. Idempotent. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		for (const stop of this.#stopListening) stop();
		for (const timer of this.#askingAgain.values()) clearTimeout(timer);
		this.#retry.wake();
		this.#queue.stop();
		this.#connection?.close();
		if (this.#round > 0) this.#signalling.request('leave', {}).catch(() => {});
		for (const source of this.#sources) source.stop();
		this.state = 'idle';
	}

	get #sources(): readonly LocalSource[] {
		return [this.microphone, this.camera, this.screen];
	}

	#listen(): void {
		this.#stopListening.push(
			this.#signalling.on('lost', () => this.#joinAgain()),
			this.#signalling.on('speaking', ({ endpointIds }) => {
				this.speaking = endpointIds;
			}),
			this.#signalling.on('link', (link) => {
				this.link = link;
			}),
		);
		const retry = () => {
			this.camera.retry();
			this.microphone.retry();
		};
		const repair = () => this.#connection?.repair();
		// After a telephone call, say.
		const back = () => {
			if (document.visibilityState === 'visible') retry();
		};
		addEventListener('online', repair);
		document.addEventListener('visibilitychange', back);
		this.#stopListening.push(
			() => removeEventListener('online', repair),
			() => document.removeEventListener('visibilitychange', back),
		);
	}

	#joinAgain(): void {
		// The page sees `state`; there is nobody else to tell.
		if (!this.#closed) this.rejoin().catch(() => {});
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
			this.#connection?.close();
			const connection = this.#createConnection();
			this.#connection = connection;
			this.link = null;
			this.paths = unused;
			try {
				this.addresses = await connection.open();
				await Promise.all(this.#sources.map((source) => this.#applyTo(connection, source)));
				// Called back meanwhile: once more, at once.
				if (round !== this.#round) continue;
				if (connection.over) throw new MediaRefusal('endpoint-unknown');
				this.#joinedRound = round;
				this.problem = null;
				this.state = 'joined';
				// What was switched on or off while joining.
				for (const source of this.#sources) void this.#sync(source);
			} catch (error) {
				connection.close();
				if (this.#closed) return;
				// Trying again makes no other browser of it.
				const hopeless = error instanceof Error && error.name === 'UnsupportedError';
				if (hopeless || (round === this.#round && !(await this.#retry.wait()))) {
					this.problem = hopeless
						? 'unsupported'
						: error instanceof Error && 'code' in error
							? String(error.code)
							: 'media-failed';
					this.state = 'failed';
					throw error;
				}
			}
		}
	}

	#createConnection(): MediaConnection {
		this.#mediaWorked = false;
		for (const source of this.#sources) source.flow = 'none';
		const connection: MediaConnection = new MediaConnection({
			signalling: this.#signalling,
			onTracks: (tracks) => {
				if (this.#connection === connection) this.remote = tracks;
			},
			profile: this.#profile,
			layerOf: (track) => this.#layerOf(track),
			onPaths: (paths) => {
				if (this.#connection === connection) this.#handlePaths(paths);
			},
			onFlow: (source, flow) => {
				if (this.#connection === connection) this[source].flow = flow;
			},
			onStuck: () => {
				if (this.#connection === connection) this.#handleStuck();
			},
			onFailed: () => {
				if (this.#connection === connection) void this.#handleFailed();
			},
		});
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
		this.#joinAgain();
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
		if (round === this.#round) this.#joinAgain();
	}

	async #sync(source: LocalSource): Promise<void> {
		const connection = this.#connection;
		if (!connection || this.#closed || this.#joinedRound !== this.#round) return;
		await this.#applyTo(connection, source);
	}

	/** One source that the server refuses must not cost the others. */
	async #applyTo(connection: MediaConnection, source: LocalSource): Promise<void> {
		clearTimeout(this.#askingAgain.get(source));
		try {
			const { track, muted, silenced } = source;
			await connection.apply(source.source, track && { track, muted: muted || silenced });
			if (source.problem === 'refused') source.problem = null;
		} catch {
			// Somebody else presents, or may no longer: nothing is to be captured that nobody sees.
			if (source === this.screen) source.stop();
			else
				this.#askingAgain.set(
					source,
					setTimeout(() => void this.#sync(source), askAgainAfter),
				);
			source.problem = 'refused';
		}
	}
}
