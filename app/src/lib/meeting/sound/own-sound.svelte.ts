import { presenceOf } from '#meeting/presences.ts';
import { m } from '#lib/paraglide/messages.js';
import type { LiveMeeting } from '#lib/live/live-meeting.svelte.ts';
import { seatOf } from '#meeting/attendance.ts';
import { getParticipant } from '#meeting/plan.ts';
import { hears, onAir, sounderOf, soundOf, type Sound } from '#meeting/sound.ts';

/**
 * This device's part in the meeting's sound, by the same functions as the server's: whether it may send and play, and
 * whether its microphone goes out to everybody at this moment.
 */
export class OwnSound {
	readonly #live: LiveMeeting;
	readonly place: Sound = $derived.by(() => soundOf(this.#live.state, this.#live.participantId, this.#live.deviceId));
	/** this person speaks to all sites from this device, though nothing else brings them to the stage */
	readonly addresses: boolean = $derived.by(() =>
		this.#live.state.stage.addresses.some(({ deviceId }) => deviceId === this.#live.deviceId),
	);
	/** the stage lets this device's microphone out, as far as it is on */
	readonly letOut: boolean = $derived.by(() => onAir(this.#live.state, this.#live.stage).includes(this.#live.deviceId));
	/** the microphone may be on: this device has the sound, or announces something */
	readonly maySpeak: boolean = $derived.by(() => (this.place === 'own' || this.letOut) && !this.#live.outside);

	constructor(live: LiveMeeting) {
		this.#live = live;
	}

	/** The room in which this person sits, by the plan. */
	get roomName(): string {
		return this.#nameOf(seatOf(this.#live.state, this.#live.participantId));
	}

	/** The room that this person has said they do not sit in, while its terminal is there; else empty. */
	get roomLeft(): string {
		const { state, participantId } = this.#live;
		const siteId = state.attendance.elsewhere[participantId] ?? null;
		const leaves = siteId !== null && getParticipant(state, participantId)?.siteId === siteId;
		return leaves && (presenceOf(state.attendance.came, siteId)?.devices.length ?? 0) > 0 ? this.#nameOf(siteId) : '';
	}

	/** Why this device has no sound, and what has it. */
	get why(): string {
		if (this.#live.outside) return m.refusal_waits_outside();
		if (this.place === 'room') return m.live_sound_in_room_explained({ room: this.roomName });
		if (this.place === 'neighbour') return m.live_sound_neighbour_explained({ name: this.sounderName });
		return m.live_sound_elsewhere_explained();
	}

	/** Who has the sound for this person. */
	get sounderName(): string {
		return this.#nameOf(sounderOf(this.#live.state, this.#live.participantId));
	}

	/** Whether this device is to play what comes from another. */
	hears(deviceId: string): boolean {
		return this.place === 'own' && hears(this.#live.state, this.#live.participantId, deviceId);
	}

	#nameOf(siteId: string | null): string {
		return siteId === null ? '' : (getParticipant(this.#live.state, siteId)?.name ?? '');
	}
}
