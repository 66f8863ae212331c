import type { Source } from '#sfu/link/contract-endpoint.ts';
import type { MediaProfile } from './media-profiles.ts';
import { capture, CaptureError, type SourceProblem } from './capture.ts';

/** What this device sends of one source: the device behind it, its track, and whether it is muted. */
export class LocalSource {
	readonly source: Source;
	/** The picture or sound itself, for the self-view; null while off. */
	stream = $state.raw<MediaStream | null>(null);
	muted = $state(false);
	/** The person wants it, and the device is being opened. */
	starting = $state(false);
	problem = $state<SourceProblem | null>(null);
	/** The chosen device; null: the system's default. */
	deviceId = $state<string | null>(null);

	readonly #profile: MediaProfile;
	readonly #onChange: (source: LocalSource) => void;
	#wanted = false;
	/** Of several overlapping starts the last one counts. */
	#turn = 0;

	/** `onChange` is called whenever `track` is another one, or is muted or unmuted. */
	constructor(source: Source, profile: MediaProfile, onChange: (source: LocalSource) => void) {
		this.source = source;
		this.#profile = profile;
		this.#onChange = onChange;
	}

	get track(): MediaStreamTrack | null {
		return this.stream?.getTracks()[0] ?? null;
	}

	/** The person asked for it, whether or not a device could be opened. */
	get wanted(): boolean {
		return this.#wanted;
	}

	/** Opens the device, or another one; never throws: `problem` says what was wrong. Returns whether it works. */
	async start(deviceId: string | null = this.deviceId): Promise<boolean> {
		this.#wanted = true;
		this.deviceId = deviceId;
		this.#turn += 1;
		const turn = this.#turn;
		this.starting = true;
		try {
			const track = await capture(this.source, this.#profile, deviceId);
			if (turn !== this.#turn) {
				track.stop();
				return false;
			}
			this.problem = null;
			this.#replace(track);
			return true;
		} catch (error) {
			if (turn !== this.#turn) return false;
			this.problem = error instanceof CaptureError ? error.problem : 'failed';
			// Whoever cannot switch keeps what works; a screen that was not chosen is simply not shared.
			if (this.source === 'screen' && this.stream === null) this.#wanted = false;
			return false;
		} finally {
			if (turn === this.#turn) this.starting = false;
		}
	}

	/** Takes effect at the track before this returns, whatever the server and its link are doing. */
	setMuted(muted: boolean): void {
		if (this.muted === muted) return;
		this.muted = muted;
		if (this.track) this.track.enabled = !muted;
		this.#onChange(this);
	}

	/** Closes the device. Idempotent. */
	stop(): void {
		this.#wanted = false;
		this.#turn += 1;
		this.starting = false;
		this.problem = null;
		this.#replace(null);
	}

	/** Devices came or went: tries again what is wanted and does not work. */
	retry(): void {
		if (this.#wanted && !this.starting && this.stream === null && this.problem !== 'denied') void this.start();
	}

	#replace(track: MediaStreamTrack | null): void {
		const former = this.track;
		if (former === track) return;
		// Before anybody can send it.
		if (track) track.enabled = !this.muted;
		this.stream = track && new MediaStream([track]);
		former?.stop();
		// Fires when the device is pulled out or sharing is stopped in the browser's own bar, not on our own stop().
		track?.addEventListener('ended', () => this.#handleEnded(track), { once: true });
		this.#onChange(this);
	}

	#handleEnded(track: MediaStreamTrack): void {
		if (this.track !== track) return;
		if (this.source === 'screen') {
			this.stop();
			return;
		}
		this.#replace(null);
		this.problem = 'missing';
		this.retry();
	}
}
