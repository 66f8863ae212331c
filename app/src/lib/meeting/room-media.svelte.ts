import { loadDeviceChoice } from '#lib/meeting/device-choice.ts';
import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import { signallingOver } from '#lib/media/connection-signalling.ts';
import { isPhone, profileOfDevice } from '#lib/media/media-profiles.ts';
import { MediaSession } from '#lib/media/media-session.svelte.ts';
import { Playback, setPlayback } from '#lib/media/playback.svelte.ts';
import { hasWebRtc } from '#lib/media/webrtc-support.ts';
import { TileFit } from '#lib/media/tile-fit.ts';
import type { RemoteTrack } from '#lib/media/remote-track.ts';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import { DeviceSwitches } from './devices/device-switches.ts';
import { OwnDevices } from './devices/own-devices.svelte.ts';
import { ScreenSharing } from './screen-sharing.ts';
import { OwnSound } from './sound/own-sound.svelte.ts';

export type RoomTrack = RemoteTrack;

/** This device's media as the meeting's page uses it: joined with the link, sharing as the stage allows. */
export class RoomMedia {
	readonly playback: Playback;
	readonly session: MediaSession;
	readonly fit: TileFit;
	readonly sound: OwnSound;
	readonly devices: OwnDevices;
	readonly switches: DeviceSwitches;
	readonly screen: ScreenSharing;
	readonly #deviceId: string;
	#joinedServer = '';
	#entered = false;
	#devicesWanted = false;
	#outside = false;

	/** `isTerminal`: of a room */
	constructor(live: LiveMeeting, toasts: Toasts, isTerminal: boolean) {
		this.#deviceId = live.deviceId;
		this.sound = new OwnSound(live);
		const profile = profileOfDevice({ isTerminal, saves: loadDeviceChoice().saves, isPhone: isPhone(screen) });
		this.playback = setPlayback(new Playback());
		// Tiles are followed by effects, which begin anew with whatever they read: of the session nothing.
		this.fit = new TileFit(profile.largest, () => untrack(() => this.session.fit()));
		this.session = new MediaSession(signallingOver(live), profile, (track, sparing) => {
			if (track.kind === 'audio' && !this.sound.hears(track.endpointId)) return null;
			return this.fit.layerOf(track, sparing);
		});
		this.devices = new OwnDevices(this.session, toasts);
		this.switches = new DeviceSwitches({
			session: this.session,
			devices: this.devices,
			sound: this.sound,
			live,
			toasts,
		});
		this.screen = new ScreenSharing(this.session, live, toasts);
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
		if (this.#outside || !hasWebRtc()) return;
		const choice = loadDeviceChoice();
		if (choice.microphone) void this.session.publishMicrophone(this.devices.best('microphone'), false);
		if (choice.camera) void this.session.publishCamera(this.devices.best('camera'));
	}

	/**
	 * Call each time the link comes to stand, with the server's id. What is joined goes on, also where another server took
	 * over what carries it: it is asked what was told meanwhile, and whoever is not there any more joins anew. Nothing of
	 * the session is tracked by an effect that calls it.
	 */
	joinServer(serverId: string): void {
		if (serverId === '') return;
		const former = this.#joinedServer;
		this.#joinedServer = serverId;
		untrack(() => {
			if (former !== '') return this.session.catchUp(serverId === former);
			const returns = this.#outside;
			this.#outside = false;
			if (returns) this.openDevices();
			void this.session.join();
		});
	}

	/** Neither sends nor receives until the server is joined again: with the devices that were chosen, as at the first time. */
	stayOutside(): void {
		this.#joinedServer = '';
		this.#outside = true;
		untrack(() => this.session.leave());
	}

	get tracks(): readonly RoomTrack[] {
		return this.session.remote;
	}

	/** What is to be heard: nothing of the place where one is, whatever comes. */
	get voices(): readonly MediaStream[] {
		return this.tracks
			.filter(({ source, endpointId }) => source === 'microphone' && this.sound.hears(endpointId))
			.map(({ stream }) => stream);
	}

	/** Only sound is sent to this device: its link carries no pictures at this moment. */
	get onlySound(): boolean {
		return this.session.link?.carrying === 'sound';
	}

	/** Nothing that this device looks at by itself is sent to it: its link carries the main picture at most. */
	get viewsHeldBack(): boolean {
		const carrying = this.session.link?.carrying;
		return carrying !== undefined && carrying !== 'all';
	}

	/** No small picture is sent to this device: its link, or its processor, carries the main one at most. */
	get sidesHeldBack(): boolean {
		return this.session.sparing > 0 || this.viewsHeldBack;
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

	/** An endpoint is named after its device. */
	speaks(deviceId: string): boolean {
		return this.session.speaking.includes(deviceId);
	}

	/** What this device sends can really get out. */
	get sends(): boolean {
		return this.session.joining.paths.send === 'connected';
	}

	/** At the other sites; of this device itself, too. */
	isHeard(deviceId: string): boolean {
		if (deviceId === this.#deviceId) return this.onAir;
		if (this.session.joining.paths.receive !== 'connected') return false;
		return this.tracks.some((track) => track.source === 'microphone' && track.endpointId === deviceId && !track.muted);
	}

	/** This device's microphone goes out to everybody, and its sound really leaves. */
	get onAir(): boolean {
		return this.microphoneOn && this.sound.letOut && this.sends && this.session.microphone.flow === 'flowing';
	}

	/**
	 * Attach it to the picture of a track: the server sends as much of it as the picture shows. `beside`: it is not the one
	 * that all look at, and goes first where the processor cannot keep up.
	 */
	tileOf(consumerId: string | undefined, beside = false): Attachment | undefined {
		return consumerId === undefined ? undefined : (tile) => this.fit.observe(consumerId, tile, beside);
	}

	close(): void {
		this.fit.close();
		this.playback.close();
		this.devices.close();
		this.session.close();
	}
}
