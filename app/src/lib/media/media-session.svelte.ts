import type { EndpointNotice, Layer } from '#sfu/link/contract-endpoint.ts';
import { Joining } from './joining.svelte.ts';
import { LocalSource } from './local-source.svelte.ts';
import { MediaConnection, type HealthPort } from './media-connection.ts';
import type { MediaProfile } from './media-profiles.ts';
import type { MediaSignalling } from './media-signalling.ts';
import { Publications } from './publications.ts';
import type { RemoteTrack } from './remote-track.ts';
import { StrainWatch, type Sparing } from './strain.ts';

/**
 * All media of this device in one conference: what it sends and what it receives. Getting in and staying in is
 * `Joining`'s, what is sent is `Publications`'; here is what a page may ask of both. Knows nothing of meetings: the way to
 * the server is handed in. Close it with the page.
 */
export class MediaSession {
	/** Tracks of the stage. */
	remote = $state.raw<readonly RemoteTrack[]>([]);
	/** Endpoints whose voices are heard at this moment, loudest first. */
	speaking = $state.raw<readonly string[]>([]);
	/** Endpoints of one's area that its media node goes on with when the line to the province is cut, in their order. */
	reserve = $state.raw<readonly string[]>([]);
	/** How good this device's link is, and what is held back for its sake; null: not measured yet. */
	link = $state.raw<EndpointNotice<'link'> | null>(null);
	/** A picture of others stands still although it comes; until one is seen to move again, over all that heals it. */
	frozen = $state(false);
	/** What is done without here, as this device's processor cannot keep up. */
	sparing = $state<Sparing>(0);

	readonly camera: LocalSource;
	readonly microphone: LocalSource;
	readonly screen: LocalSource;
	/** Whether this device is in its conference, and why not. */
	readonly joining: Joining;

	readonly #signalling: MediaSignalling;
	readonly #profile: MediaProfile;
	readonly #layerOf: (track: RemoteTrack, sparing: Sparing) => Layer | null;
	/** Of the device, whichever connection tells it. */
	readonly #strain = new StrainWatch((sparing) => {
		this.sparing = sparing;
		this.fit();
	});
	readonly #publications: Publications;
	readonly #stopListening: (() => void)[] = [];
	#closed = false;

	/** `layerOf`: in which size a track is shown now; null: not at all. Call `fit` when it has changed. */
	constructor(
		signalling: MediaSignalling,
		profile: MediaProfile,
		layerOf: (track: RemoteTrack, sparing: Sparing) => Layer | null,
	) {
		this.#signalling = signalling;
		this.#profile = profile;
		this.#layerOf = layerOf;
		const follow = (source: LocalSource) => void this.#publications.follow(source);
		this.camera = new LocalSource('camera', profile, follow);
		this.microphone = new LocalSource('microphone', profile, follow);
		this.screen = new LocalSource('screen', profile, follow);
		this.#publications = new Publications(this.#sources, () => this.joining.joined);
		this.joining = new Joining({
			connect: (health) => this.#connect(health),
			publish: (connection) => this.#publications.publish(connection),
			onJoined: () => this.#sources.forEach(follow),
		});
	}

	/** Joins. Sources may be published before or after. */
	async join(): Promise<void> {
		if (this.#closed) return;
		if (this.#stopListening.length === 0) this.#listen();
		return this.joining.join();
	}

	/** The link to the server stands again, to the same one or to one that was started after it. */
	catchUp(isSame: boolean): void {
		// Another one tells of a voice when it begins, and never that one ended before.
		if (!isSame) this.speaking = [];
		this.joining.resync();
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
		if (this[source].muted === muted) void this.#publications.follow(this[source]);
		else this[source].setMuted(muted);
	}

	/**
	 * Asks the person at once what to share, and shares it when `permit` resolves to true; false if not, or it does not
	 * work (`screen.problem`).
	 */
	async shareScreen(permit: Promise<boolean>): Promise<boolean> {
		return !this.#closed && this.screen.start(null, permit);
	}

	/** How tracks are shown has changed: the server sends as much as that is worth. */
	fit(): void {
		this.joining.connection?.fit();
	}

	/** Packets that have come of each track, by consumer; undefined: nothing can be said. */
	async countArrived(): Promise<ReadonlyMap<string, number> | undefined> {
		return this.joining.connection?.countArrived().catch(() => undefined);
	}

	/** The server is away, and the media node goes on without it: nothing can be asked, and nothing is begun anew. */
	set alone(alone: boolean) {
		this.joining.alone = alone;
		if (this.joining.connection) this.joining.connection.alone = alone;
	}

	/** Out of the conference, with the devices given back, until `join` is called; they may be opened again before. */
	leave(): void {
		if (this.#closed) return;
		this.joining.leave();
		if (this.#stopListening.length > 0) this.#signalling.request('leave', {}).catch(() => {});
		this.remote = [];
		this.speaking = [];
		this.link = null;
		this.reserve = [];
		for (const source of this.#sources) {
			source.flow = 'none';
			source.stop();
		}
	}

	/** Leaves and gives the devices back; none is opened any more. Idempotent. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		for (const stop of this.#stopListening) stop();
		this.#publications.close();
		this.joining.close();
		if (this.#stopListening.length > 0) this.#signalling.request('leave', {}).catch(() => {});
		for (const source of this.#sources) source.stop();
	}

	get #sources(): readonly LocalSource[] {
		return [this.microphone, this.camera, this.screen];
	}

	#connect(health: HealthPort): MediaConnection {
		this.link = null;
		// Told only when it changes: what was told over the former connection may hold no more.
		this.speaking = [];
		this.reserve = [];
		for (const source of this.#sources) source.flow = 'none';
		const current = () => this.joining.connection === connection;
		const connection: MediaConnection = new MediaConnection({
			...health,
			signalling: this.#signalling,
			profile: this.#profile,
			layerOf: (track) => this.#layerOf(track, this.sparing),
			strain: this.#strain,
			onTracks: (tracks) => {
				if (current()) this.remote = tracks;
			},
			onFlow: (source, flow) => {
				if (current()) this[source].flow = flow;
			},
			onFrozen: (frozen) => {
				if (current()) this.frozen = frozen;
			},
		});
		return connection;
	}

	#listen(): void {
		const online = () => this.joining.networkChanged();
		// After a telephone call, say.
		const back = () => {
			if (document.visibilityState !== 'visible') return;
			this.joining.tryNow();
			this.camera.retry();
			this.microphone.retry();
		};
		addEventListener('online', online);
		document.addEventListener('visibilitychange', back);
		this.#stopListening.push(
			this.#signalling.on('lost', () => this.joining.lost()),
			this.#signalling.on('speaking', ({ endpointIds }) => {
				this.speaking = endpointIds;
			}),
			this.#signalling.on('link', (link) => {
				this.link = link;
			}),
			this.#signalling.on('reserve', ({ endpointIds }) => {
				this.reserve = endpointIds;
			}),
			() => removeEventListener('online', online),
			() => document.removeEventListener('visibilitychange', back),
		);
	}
}
