import { DeviceList } from './device-list.svelte.ts';
import { LevelMeter } from './level-meter.svelte.ts';
import { LocalSource } from './local-source.svelte.ts';
import type { MediaProfile } from './media-profiles.ts';
import { codeOf, type MediaSignalling } from './media-signalling.ts';
import { probeNetwork, type NetworkResult } from './network-probe.ts';
import { playTestTone } from './test-tone.ts';
import { hasWebRtc } from './webrtc-support.ts';

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

	readonly list: DeviceList;
	testingSpeaker = $state(false);
	network = $state.raw<NetworkCheck>(hasWebRtc() ? { state: 'idle' } : { state: 'unsupported' });

	#closed = false;

	constructor(profile: MediaProfile) {
		this.list = new DeviceList(
			() => {
				void this.list.refresh();
				this.camera.retry();
				this.microphone.retry();
			},
			(kind) => this[kind].handleAllowed(),
		);
		this.camera = new LocalSource('camera', profile, () => void this.list.refresh());
		this.microphone = new LocalSource('microphone', profile, (source) => {
			this.meter.attach(source.stream);
			void this.list.refresh();
		});
	}

	/** Opens what is named, the browser asks the person; null: the system's default, undefined: not at all. */
	async start(wish: { camera: string | null | undefined; microphone: string | null | undefined }): Promise<void> {
		// One question after the other: asked at once, some browsers show only one.
		if (wish.microphone !== undefined) await this.microphone.start(wish.microphone);
		if (wish.camera !== undefined && !this.#closed) await this.camera.start(wish.camera);
		await this.list.refresh();
	}

	/** Plays a tone of one second on a speaker; call from a click. */
	async testSpeaker(speakerId: string | null): Promise<void> {
		if (this.testingSpeaker) return;
		this.testingSpeaker = true;
		try {
			await playTestTone(speakerId);
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
			this.network = { state: 'failed', code: codeOf(error) };
		}
	}

	/** Gives the devices back. Idempotent. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.list.close();
		this.camera.stop();
		this.microphone.stop();
		this.meter.close();
	}
}
