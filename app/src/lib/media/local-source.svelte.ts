import type { Source } from '#sfu/link/contract-endpoint.ts';
import type { MediaProfile } from './media-profiles.ts';
import { capture, CaptureError, type SourceProblem } from './capture.ts';
import type { Flow } from './send-watch.ts';

/**
 * For how long a silent device is waited for, in ms: a camera under load gives no frames for a moment, which browsers call
 * muted, too.
 */
const believedAfter: Readonly<Record<Source, number>> = { microphone: 0, camera: 2_000, screen: 0 };

/** After so long a device that the system keeps silent is opened anew, the last one over and over. ms */
const renewedAfter = [1_000, 3_000, 10_000, 30_000] as const;

/** What this device sends of one source: the device behind it, its track, and whether it is muted. */
export class LocalSource {
	readonly source: Source;
	/** The picture or sound itself, for the self-view; null while off. */
	stream = $state.raw<MediaStream | null>(null);
	/** by the person */
	muted = $state(false);
	/** The system gives nothing of it: a call, another program, a key on the headset. */
	silenced = $state(false);
	/** Whether it really leaves this device, as whoever sends it finds. */
	flow = $state<Flow>('none');
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
	#renewals = 0;
	#renewing: ReturnType<typeof setTimeout> | undefined;
	#believing: ReturnType<typeof setTimeout> | undefined;

	/** `onChange` is called whenever `track` is another one, or is muted or unmuted by anybody. */
	constructor(source: Source, profile: MediaProfile, onChange: (source: LocalSource) => void) {
		this.source = source;
		this.#profile = profile;
		this.#onChange = onChange;
	}

	get track(): MediaStreamTrack | null {
		return this.stream?.getTracks()[0] ?? null;
	}

	/** It is open, nobody mutes it, and the server has not refused it. */
	get on(): boolean {
		return this.stream !== null && !this.muted && !this.silenced && this.problem !== 'refused';
	}

	/** The person asked for it, whether or not a device could be opened. */
	get wanted(): boolean {
		return this.#wanted;
	}

	/** The device that is open, by the browser's id; null: none, or the browser does not tell. */
	get usedId(): string | null {
		return this.track?.getSettings().deviceId ?? null;
	}

	/**
	 * Opens the device, or another one; never throws: `problem` says what was wrong. Returns whether it works: whoever
	 * cannot switch keeps what works. The browser is asked before this returns, as screens want it, within a click;
	 * what it gives is used once `permit` resolves to true, and closed where it does not.
	 */
	async start(deviceId: string | null = this.deviceId, permit?: Promise<boolean>): Promise<boolean> {
		const former = { track: this.track, usedId: this.usedId, deviceId: this.deviceId };
		this.#wanted = true;
		this.deviceId = deviceId;
		this.#turn += 1;
		const turn = this.#turn;
		this.starting = true;
		try {
			const track = await this.#open(deviceId);
			const permitted = (await permit) ?? true;
			if (turn !== this.#turn || !permitted) {
				track.stop();
				if (turn === this.#turn) this.stop();
				return false;
			}
			this.problem = null;
			this.#replace(track);
			return true;
		} catch (error) {
			if (turn !== this.#turn) return false;
			if (former.track?.readyState === 'ended') await this.#return(former.usedId, turn);
			if (turn !== this.#turn) return false;
			if (this.stream !== null) this.deviceId = former.deviceId;
			this.problem = error instanceof CaptureError ? error.problem : 'failed';
			// A screen that was not chosen is simply not shared.
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

	/** Devices came or went, or the person came back: tries again what is wanted and does not work. */
	retry(): void {
		const fails = this.stream === null ? this.problem !== 'denied' : this.silenced && this.source !== 'screen';
		if (this.#wanted && !this.starting && fails) void this.start();
	}

	/** The person has allowed it in the browser's settings. */
	handleAllowed(): void {
		if (this.#wanted && !this.starting && this.stream === null) void this.start();
	}

	/**
	 * Phones and some drivers open one camera at a time, and say so late or not at all: it closes before another opens. A
	 * microphone closes where the other one does not open beside it.
	 */
	async #open(deviceId: string | null): Promise<MediaStreamTrack> {
		const switches = this.track !== null && !this.silenced && deviceId !== this.usedId && this.source !== 'screen';
		if (switches && this.source === 'camera') this.track.stop();
		try {
			return await capture(this.source, this.#profile, deviceId);
		} catch (error) {
			const inTheWay = switches && error instanceof CaptureError && error.problem === 'busy';
			if (!inTheWay || this.track?.readyState !== 'live') throw error;
			this.track.stop();
			return capture(this.source, this.#profile, deviceId);
		}
	}

	/** To the device that was closed for another one. */
	async #return(deviceId: string | null, turn: number): Promise<void> {
		const track = await capture(this.source, this.#profile, deviceId).catch(() => null);
		if (turn === this.#turn) this.#replace(track);
		else track?.stop();
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
		if (track) for (const change of ['mute', 'unmute']) track.addEventListener(change, () => this.#listen(track));
		clearTimeout(this.#believing);
		// One that comes silent is believed at once: its predecessor was waited for.
		this.#setSilenced(track?.muted ?? false);
		this.#onChange(this);
	}

	#listen(track: MediaStreamTrack): void {
		if (this.track !== track) return;
		clearTimeout(this.#believing);
		const believe = () => {
			if (this.silenced === track.muted) return;
			this.#setSilenced(track.muted);
			this.#onChange(this);
		};
		if (track.muted && believedAfter[this.source] > 0)
			this.#believing = setTimeout(believe, believedAfter[this.source]);
		else believe();
	}

	#setSilenced(silenced: boolean): void {
		this.silenced = silenced;
		clearTimeout(this.#renewing);
		if (silenced) this.#renewLater();
		else this.#renewals = 0;
	}

	/** Some systems give a device back to whoever opens it anew, and never say so. */
	#renewLater(): void {
		const delay = renewedAfter[Math.min(this.#renewals, renewedAfter.length - 1)];
		this.#renewals += 1;
		this.#renewing = setTimeout(() => {
			this.retry();
			// One that comes has begun its own time.
			if (this.silenced) this.#renewLater();
		}, delay);
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
