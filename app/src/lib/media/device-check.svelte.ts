import { LevelMeter } from './level-meter.svelte.ts';
import { LocalSource } from './local-source.svelte.ts';
import type { MediaProfile } from './media-profiles.ts';
import type { MediaSignalling } from './media-signalling.ts';
import { probeNetwork, type NetworkResult } from './network-probe.ts';
import { playTestTone } from './test-tone.ts';
import { hasWebRtc } from './webrtc-support.ts';

/** A device to choose from. The label is empty until the person has allowed access. */
export interface DeviceChoice {
	readonly deviceId: string;
	readonly label: string;
}

/** `again`: what was found stands, and is being tried once more. */
export type NetworkCheck =
	| { state: 'idle' | 'running' | 'unsupported' }
	| { state: 'done'; result: NetworkResult; again: boolean }
	| { state: 'failed'; code: string };

/** How often a way that is not found is tried before the person has to ask for it. */
const attempts = 3;

/** What the page before a meeting checks: camera, microphone with its level, speaker, the way to the media ports. */
export class DeviceCheck {
	readonly camera: LocalSource;
	readonly microphone: LocalSource;
	readonly meter = new LevelMeter();

	cameras = $state.raw<readonly DeviceChoice[]>([]);
	microphones = $state.raw<readonly DeviceChoice[]>([]);
	speakers = $state.raw<readonly DeviceChoice[]>([]);
	/** The chosen speaker; null: the system's default. */
	speakerId = $state<string | null>(null);
	testingSpeaker = $state(false);
	network = $state.raw<NetworkCheck>(hasWebRtc() ? { state: 'idle' } : { state: 'unsupported' });

	#closed = false;
	readonly #onDevices = () => {
		void this.refresh();
		this.camera.retry();
		this.microphone.retry();
	};

	constructor(profile: MediaProfile) {
		this.camera = new LocalSource('camera', profile, () => void this.refresh());
		this.microphone = new LocalSource('microphone', profile, (source) => {
			this.meter.attach(source.stream);
			void this.refresh();
		});
	}

	/** Opens camera and microphone (the browser asks the person) and keeps the lists up to date. */
	async start(wish: { cameraId?: string | null; microphoneId?: string | null } = {}): Promise<void> {
		mediaDevices()?.addEventListener('devicechange', this.#onDevices);
		// One question after the other: asked at once, some browsers show only one.
		await this.microphone.start(wish.microphoneId ?? null);
		if (!this.#closed) await this.camera.start(wish.cameraId ?? null);
		await this.refresh();
	}

	async chooseCamera(deviceId: string | null): Promise<boolean> {
		return this.camera.start(deviceId);
	}

	async chooseMicrophone(deviceId: string | null): Promise<boolean> {
		return this.microphone.start(deviceId);
	}

	/** Reads the lists of devices again. */
	async refresh(): Promise<void> {
		const all = (await mediaDevices()?.enumerateDevices()) ?? [];
		if (this.#closed) return;
		const of = (kind: MediaDeviceKind) =>
			all.filter((device) => device.kind === kind).map(({ deviceId, label }) => ({ deviceId, label }));
		this.cameras = of('videoinput');
		this.microphones = of('audioinput');
		this.speakers = of('audiooutput');
	}

	/** Plays a tone of one second on the chosen speaker; call from a click. */
	async testSpeaker(): Promise<void> {
		if (this.testingSpeaker) return;
		this.testingSpeaker = true;
		try {
			await playTestTone(this.speakerId);
		} finally {
			this.testingSpeaker = false;
		}
	}

	/** Tries the way to the media ports, more than once where none is found; `network` says what came of it. */
	async checkNetwork(signalling: MediaSignalling): Promise<void> {
		if (this.network.state === 'running' || this.network.state === 'unsupported') return;
		this.network = { state: 'running' };
		try {
			for (let attempt = 1; attempt <= attempts && !this.#closed; attempt += 1) {
				const result = await probeNetwork(signalling);
				const again = !result.reachable && attempt < attempts;
				this.network = { state: 'done', result, again };
				if (!again) return;
			}
		} catch (error) {
			const code = error instanceof Error && 'code' in error ? String(error.code) : 'media-failed';
			this.network = { state: 'failed', code };
		}
	}

	/** Gives the devices back. Idempotent. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		mediaDevices()?.removeEventListener('devicechange', this.#onDevices);
		this.camera.stop();
		this.microphone.stop();
		this.meter.close();
	}
}

/** Browsers have none on pages that are not a secure origin. */
function mediaDevices(): MediaDevices | undefined {
	return navigator.mediaDevices as MediaDevices | undefined;
}
