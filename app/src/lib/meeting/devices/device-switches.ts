import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import type { LocalSource } from '#lib/media/local-source.svelte.ts';
import type { MediaSession } from '#lib/media/media-session.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import { untrack } from 'svelte';
import { act } from '../act.ts';
import { saveDeviceChoice } from '../device-choice.ts';
import { problemText } from '../problem-text.ts';
import type { OwnSound } from '../sound/own-sound.svelte.ts';
import type { OwnDevices } from './own-devices.svelte.ts';

interface DeviceSwitchesPort {
	readonly session: MediaSession;
	readonly devices: OwnDevices;
	readonly sound: OwnSound;
	readonly live: LiveMeeting;
	readonly toasts: Toasts;
}

/** The switches of microphone and camera, which remember what the person wants. */
export class DeviceSwitches {
	readonly #port: DeviceSwitchesPort;

	constructor(port: DeviceSwitchesPort) {
		this.#port = port;
	}

	async toggleMicrophone(): Promise<void> {
		const { session, devices, sound, toasts } = this.#port;
		const { microphone } = session;
		if (!sound.maySpeak) return toasts.show('info', sound.why);
		// What the button offers: whoever is not on by the system's or the server's doing wants to be.
		const wish = !microphone.on;
		saveDeviceChoice({ microphone: wish });
		if (!wish) session.setMuted('microphone', true);
		else if (microphone.stream && !microphone.silenced) session.setMuted('microphone', false);
		else {
			await session.publishMicrophone(devices.best('microphone'), false);
			this.#tellProblem(microphone, m.live_microphone());
		}
	}

	/** A camera that is off is off: its light goes out. */
	async toggleCamera(): Promise<void> {
		const { session, devices } = this.#port;
		const { camera } = session;
		const wish = !camera.on;
		saveDeviceChoice({ camera: wish });
		if (!wish) camera.stop();
		else {
			await session.publishCamera(devices.best('camera'));
			this.#tellProblem(camera, m.live_camera());
		}
	}

	/** Of what the system keeps silent, or the server has refused. */
	tryAgain(source: LocalSource): void {
		if (source.silenced) source.retry();
		else if (source.source !== 'screen') this.#port.session.setMuted(source.source, source.muted);
	}

	/** Where another device has the sound, the microphone here is closed, whoever opened it. */
	allowMicrophone(allowed: boolean): void {
		const { session, sound, toasts } = this.#port;
		untrack(() => {
			if (allowed || !session.microphone.wanted) return;
			toasts.show('info', sound.why);
			session.microphone.stop();
		});
	}

	/** Brings the sound to this device, with the microphone on: the one before falls silent. */
	async takeSound(): Promise<void> {
		const { live, toasts } = this.#port;
		if (await act(live, toasts, 'take-sound', {})) await this.#openMicrophone();
	}

	/** Speaks to all sites from now on, with the microphone on; undefined: no more. */
	async address(command: 'address-sites' | 'announce' | undefined): Promise<void> {
		const { live, toasts, sound } = this.#port;
		if (!command) await act(live, toasts, 'end-address', { participantId: live.participantId });
		else if ((await act(live, toasts, command, {})) && sound.maySpeak) await this.#openMicrophone();
	}

	async #openMicrophone(): Promise<void> {
		if (!this.#port.session.microphone.on) await this.toggleMicrophone();
	}

	#tellProblem({ problem }: LocalSource, device: string): void {
		if (problem) this.#port.toasts.show('warning', problemText(problem, device));
	}
}
