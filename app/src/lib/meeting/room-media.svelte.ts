import { m } from '#lib/paraglide/messages.js';
import { loadDeviceChoice, saveDeviceChoice } from '#lib/meeting/device-choice.ts';
import type { RequestInput } from '#contract/requests.ts';
import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import { signallingOver } from '#lib/media/connection-signalling.ts';
import type { LocalSource } from '#lib/media/local-source.svelte.ts';
import { isPhone, profileOfDevice } from '#lib/media/media-profiles.ts';
import { MediaSession } from '#lib/media/media-session.svelte.ts';
import { Playback, setPlayback } from '#lib/media/playback.svelte.ts';
import { hasWebRtc } from '#lib/media/webrtc-support.ts';
import { TileFit } from '#lib/media/tile-fit.ts';
import type { RemoteTrack } from '#lib/media/remote-track.ts';
import { refusalText } from '#lib/i18n/refusal-text.ts';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import type { CommandName } from '#meeting/commands.ts';
import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import { problemText, shareText } from './problem-text.ts';
import { OwnDevices } from './devices/own-devices.svelte.ts';
import { OwnSound } from './sound/own-sound.svelte.ts';

export type RoomTrack = RemoteTrack;

/** This device's media as the meeting's page uses it: joined with the link, sharing as the stage allows. */
export class RoomMedia {
	readonly playback: Playback;
	readonly session: MediaSession;
	readonly fit: TileFit;
	readonly sound: OwnSound;
	readonly devices: OwnDevices;
	readonly #live: LiveMeeting;
	readonly #toasts: Toasts;
	#joinedServer = '';
	#entered = false;
	#devicesWanted = false;

	/** `isTerminal`: of a room */
	constructor(live: LiveMeeting, toasts: Toasts, isTerminal: boolean) {
		this.#live = live;
		this.#toasts = toasts;
		this.sound = new OwnSound(live);
		const profile = profileOfDevice({ isTerminal, saves: loadDeviceChoice().saves, isPhone: isPhone(screen) });
		this.playback = setPlayback(new Playback());
		this.fit = new TileFit(profile.largest, () => this.session.fit());
		this.session = new MediaSession(signallingOver(live), profile, (track) => {
			if (track.kind === 'audio' && !this.sound.hears(track.endpointId)) return null;
			return this.fit.layerOf(track);
		});
		this.devices = new OwnDevices(this.session, toasts);
	}

	/** The meeting let this device in. */
	enter(): void {
		if (this.#entered) return;
		this.#entered = true;
		if (this.#devicesWanted) this.#open();
	}

	/** Opens what was chosen at the device check once the meeting lets this device in. Failures show in the buttons. */
	openDevices(): void {
		this.#devicesWanted = true;
		if (this.#entered) this.#open();
	}

	#open(): void {
		// What cannot be sent is not opened: its light would say that somebody sees it.
		if (!hasWebRtc()) return;
		const choice = loadDeviceChoice();
		if (choice.microphone) void this.session.publishMicrophone(this.devices.best('microphone'), false);
		if (choice.camera) void this.session.publishCamera(this.devices.best('camera'));
	}

	/**
	 * Call each time the link comes to stand, with the server's id: another server has to be joined anew, and the same
	 * one asked what it told while the link was down. Nothing of the session is tracked by an effect that calls it.
	 */
	joinServer(serverId: string): void {
		if (serverId === '') return;
		const former = this.#joinedServer;
		this.#joinedServer = serverId;
		untrack(() => {
			if (serverId === former) return this.session.resync();
			// `session.state` and `session.problem` tell the page; there is nobody else to tell.
			(former === '' ? this.session.join() : this.session.rejoin()).catch(() => {});
		});
	}

	retry(): void {
		this.session.rejoin().catch(() => {});
	}

	get tracks(): readonly RoomTrack[] {
		return this.session.remote;
	}

	/** Only sound is sent to this device: its link carries no pictures at this moment. */
	get onlySound(): boolean {
		return this.session.link?.carrying === 'sound';
	}

	/** No small picture is sent to this device: its link carries the main one at most. */
	get sidesHeldBack(): boolean {
		const carrying = this.session.link?.carrying;
		return carrying !== undefined && carrying !== 'all';
	}

	get cameraOn(): boolean {
		return this.session.camera.on;
	}

	get cameraStream(): MediaStream | undefined {
		return this.session.camera.stream ?? undefined;
	}

	get microphoneOn(): boolean {
		return this.session.microphone.on;
	}

	get screenStream(): MediaStream | undefined {
		return this.session.screen.stream ?? undefined;
	}

	/** An endpoint is named after its device. */
	speaks(deviceId: string): boolean {
		return this.session.speaking.includes(deviceId);
	}

	/** What this device sends can really get out. */
	get sends(): boolean {
		return this.session.paths.send === 'connected';
	}

	isHeard(deviceId: string): boolean {
		if (this.session.paths.receive !== 'connected') return false;
		return this.tracks.some((track) => track.source === 'microphone' && track.endpointId === deviceId && !track.muted);
	}

	/** This device's microphone goes out to everybody, and its sound really leaves. */
	get onAir(): boolean {
		return this.microphoneOn && this.sound.letOut && this.sends && this.session.microphone.flow === 'flowing';
	}

	/** Where another device has the sound, the microphone here is closed, whoever opened it. */
	allowMicrophone(allowed: boolean): void {
		untrack(() => {
			if (allowed || !this.session.microphone.wanted) return;
			this.#toasts.show('info', this.sound.why);
			this.session.microphone.stop();
		});
	}

	/** Brings the sound to this device, with the microphone on: the one before falls silent. */
	async takeSound(): Promise<void> {
		if (await this.#give('take-sound', {})) await this.#openMicrophone();
	}

	/** Speaks to all sites from now on, with the microphone on; undefined: no more. */
	async address(command: 'address-sites' | 'announce' | undefined): Promise<void> {
		if (!command) await this.#give('end-address', { participantId: this.#live.participantId });
		else if ((await this.#give(command, {})) && this.sound.maySpeak) await this.#openMicrophone();
	}

	async #openMicrophone(): Promise<void> {
		if (!this.microphoneOn) await this.toggleMicrophone();
	}

	async #give<N extends CommandName>(name: N, input: RequestInput<N>): Promise<boolean> {
		const answer = await this.#live.give(name, input);
		if (!answer.ok) this.#toasts.show('danger', refusalText(answer.code));
		return answer.ok;
	}

	async toggleMicrophone(): Promise<void> {
		const { microphone } = this.session;
		if (!this.sound.maySpeak) return this.#toasts.show('info', this.sound.why);
		// What the button offers: whoever is not on by the system's or the server's doing wants to be.
		const wish = !microphone.on;
		saveDeviceChoice({ microphone: wish });
		if (!wish) this.session.setMuted('microphone', true);
		else if (microphone.stream && !microphone.silenced) this.session.setMuted('microphone', false);
		else {
			await this.session.publishMicrophone(this.devices.best('microphone'), false);
			this.#tellProblem(microphone.problem, m.live_microphone());
		}
	}

	/** A camera that is off is off: its light goes out. */
	async toggleCamera(): Promise<void> {
		const { camera } = this.session;
		const wish = !camera.on;
		saveDeviceChoice({ camera: wish });
		if (!wish) camera.stop();
		else {
			await this.session.publishCamera(this.devices.best('camera'));
			this.#tellProblem(camera.problem, m.live_camera());
		}
	}

	/** Of what the system keeps silent, or the server has refused. */
	tryAgain(source: LocalSource): void {
		if (source.silenced) source.retry();
		else if (source.source !== 'screen') this.session.setMuted(source.source, source.muted);
	}

	/** Call from a click: browsers open the choice of a screen in nothing else. The stage is asked meanwhile. */
	async shareScreen(): Promise<void> {
		const { screen } = this.session;
		if (screen.starting) return;
		const permit = this.#give('share-content', {});
		if (await this.session.shareScreen(permit)) return;
		if (screen.problem)
			this.#toasts.show(screen.problem === 'cancelled' ? 'info' : 'warning', shareText(screen.problem));
		// Granted while nothing was chosen.
		if (await permit) await this.#endContent();
	}

	async stopScreen(): Promise<void> {
		this.session.stopScreen();
		await this.#endContent();
	}

	/** The stage went to somebody else, or the browser's own button ended the sharing: both ends agree again. */
	reconcileScreen(contentDeviceId: string | null, sharing: boolean): void {
		const mine = contentDeviceId === this.#live.deviceId;
		if (sharing && !mine) this.session.stopScreen();
		untrack(() => {
			const { screen } = this.session;
			if (sharing || screen.problem !== 'refused') return;
			screen.problem = null;
			this.#toasts.show('warning', shareText('refused'));
			void this.#endContent();
		});
	}

	/** Attach it to the picture of a track: the server sends as much of it as the picture shows. */
	tileOf(consumerId: string | undefined): Attachment | undefined {
		return consumerId === undefined ? undefined : (tile) => this.fit.observe(consumerId, tile);
	}

	close(): void {
		this.fit.close();
		this.playback.close();
		this.devices.close();
		this.session.close();
	}

	async #endContent(): Promise<void> {
		if (this.#live.state.stage.content?.deviceId === this.#live.deviceId) await this.#live.give('end-content', {});
	}

	#tellProblem(problem: typeof this.session.camera.problem, device: string): void {
		if (problem) this.#toasts.show('warning', problemText(problem, device));
	}
}
