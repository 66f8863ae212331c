import { DeviceList, type Device, type DeviceKind } from '#lib/media/device-list.svelte.ts';
import { bestOf, rankChosen, systemDefault } from '#lib/media/device-rank.ts';
import type { MediaSession } from '#lib/media/media-session.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import { loadDeviceChoice, saveDeviceChoice } from '../device-choice.ts';
import { problemText } from '../problem-text.ts';
import { deviceNames } from './device-options.ts';

/** Something that was plugged in and that this person has never chosen. */
interface Offer {
	readonly label: string;
	/** microphone and loudspeaker of a headset, say */
	readonly devices: readonly (Device & { readonly kind: DeviceKind })[];
}

const sources = ['microphone', 'camera'] as const;
const kinds = [...sources, 'speaker'] as const;

/** Whether the browser lets a page say where its sound comes out. */
const choosesSpeaker = () => 'setSinkId' in HTMLMediaElement.prototype;

/**
 * Which of its devices a meeting uses: the best of what this person has chosen, as they come and go; whatever is not the
 * person's own doing is said.
 */
export class OwnDevices {
	readonly list: DeviceList;
	/** where sound comes out; null: the system's default */
	speakerId = $state<string | null>(null);
	offers = $state.raw<readonly Offer[]>([]);

	readonly #session: MediaSession;
	readonly #toasts: Toasts;
	#ranked = $state.raw(loadDeviceChoice().ranked);
	/** what each kind used when this was last looked at */
	readonly #used: Partial<Record<DeviceKind, Device>> = {};
	/** the system's default at that time */
	readonly #defaults: Partial<Record<DeviceKind, string>> = {};
	/** Pulled out with nothing in its place, and said so. */
	readonly #lost: Partial<Record<DeviceKind, boolean>> = {};
	/** what was plugged in at that time; undefined: nobody has looked yet, or was allowed to */
	readonly #known: Partial<Record<DeviceKind, readonly Device[]>> = {};
	/** The person is choosing: that need not be said. */
	#choosing: DeviceKind | undefined;
	/** what was tried for this person, and may not have opened: it is not tried over and over while it is there */
	readonly #tried: Partial<Record<DeviceKind, string>> = {};
	#following: Promise<void> | undefined;
	#again = false;
	#retries = false;

	constructor(session: MediaSession, toasts: Toasts) {
		this.#session = session;
		this.#toasts = toasts;
		this.list = new DeviceList(
			() => void this.follow(),
			(kind) => session[kind].handleAllowed(),
		);
		this.speakerId = choosesSpeaker() ? this.best('speaker') : null;
		void this.follow();
	}

	/** The device to use of a kind; null: the system's default. */
	best(kind: DeviceKind): string | null {
		return bestOf(this.#ranked[kind], this.list[kind]);
	}

	/** What there is to choose from; empty where the browser leaves no choice. */
	choices(kind: DeviceKind): readonly Device[] {
		return kind === 'speaker' && !choosesSpeaker() ? [] : this.list[kind];
	}

	/** Uses it from now on, in this meeting and in the next; the person's wish. `id` may be `systemDefault`. */
	async choose(kind: DeviceKind, id: string): Promise<void> {
		const wish = id === systemDefault ? null : id;
		this.#choosing = kind;
		try {
			if (kind !== 'speaker' && this.#session[kind].stream !== null && !(await this.#switch(kind, wish))) return;
			const label = this.list[kind].find(({ deviceId }) => deviceId === id)?.label ?? '';
			this.#ranked = { ...this.#ranked, [kind]: rankChosen(this.#ranked[kind], { id, label }, this.list[kind]) };
			saveDeviceChoice({ ranked: this.#ranked });
			if (kind === 'speaker') this.speakerId = wish;
			this.#note(kind);
		} finally {
			this.#choosing = undefined;
		}
	}

	async accept(offer: Offer): Promise<void> {
		this.refuse(offer);
		for (const { kind, deviceId } of offer.devices) await this.choose(kind, deviceId);
	}

	refuse(offer: Offer): void {
		this.offers = this.offers.filter((each) => each !== offer);
	}

	/** Devices came or went: uses the best, tries again what did not open, and says what is another. */
	follow(): Promise<void> {
		this.#retries = true;
		return this.look();
	}

	/** Others are in use: uses the best, and says what is another. */
	look(): Promise<void> {
		this.#again = true;
		this.#following ??= this.#followAll().finally(() => (this.#following = undefined));
		return this.#following;
	}

	close(): void {
		this.list.close();
	}

	async #followAll(): Promise<void> {
		while (this.#again) {
			const retries = this.#retries;
			this.#again = false;
			this.#retries = false;
			await this.list.refresh();
			for (const kind of sources) await this.#followSource(kind, retries);
			if (choosesSpeaker()) this.speakerId = this.best('speaker');
			for (const kind of kinds) {
				if (this.#choosing !== kind) this.#tell(kind);
				this.#note(kind);
			}
			this.#offerNew();
		}
	}

	async #followSource(kind: (typeof sources)[number], retries: boolean): Promise<void> {
		const source = this.#session[kind];
		if (!source.wanted || source.starting || this.#choosing === kind) return;
		const best = this.best(kind);
		if (best !== this.#tried[kind]) delete this.#tried[kind];
		if (source.stream === null) {
			if (!retries) return;
			source.deviceId = best;
			return source.retry();
		}
		if (best === null) {
			// Left to the system, which uses another one by now.
			if (this.#defaultChanged(kind)) await this.#switch(kind, null);
			return;
		}
		const { usedId } = source;
		if (usedId === null || usedId === best || this.#tried[kind] === best) return;
		this.#tried[kind] = best;
		await this.#switch(kind, best);
	}

	/** Whoever cannot have another device keeps the one that works, and is told why. */
	async #switch(kind: (typeof sources)[number], deviceId: string | null): Promise<boolean> {
		const source = this.#session[kind];
		if (await source.start(deviceId)) return true;
		if (source.problem) {
			const name = kind === 'camera' ? m.live_camera() : m.live_microphone();
			this.#toasts.show('warning', problemText(source.problem, name));
			if (source.stream !== null) source.problem = null;
		}
		return false;
	}

	#defaultChanged(kind: DeviceKind): boolean {
		const former = this.#defaults[kind];
		const now = this.list.defaultOf(kind)?.deviceId;
		return former !== undefined && now !== undefined && former !== now;
	}

	#inUse(kind: DeviceKind): Device | undefined {
		const id = kind === 'speaker' ? this.speakerId : this.#session[kind].usedId;
		if (kind !== 'speaker' && id === null) return undefined;
		const found = this.list[kind].find(({ deviceId }) => deviceId === id);
		return found ?? (id === null || id === 'default' ? this.list.defaultOf(kind) : undefined);
	}

	#tell(kind: DeviceKind): void {
		const former = this.#used[kind];
		const source = kind === 'speaker' ? undefined : this.#session[kind];
		if (!former || (source && (!source.wanted || source.starting))) return;
		const name = deviceNames[kind]();
		const there = this.list[kind].some(({ deviceId }) => deviceId === former.deviceId);
		const now = this.#inUse(kind);
		// Sound always comes out somewhere.
		const device = now?.label ?? (source ? undefined : m.live_check_default_device());
		if (device === undefined) {
			if (there || this.#lost[kind]) return;
			this.#lost[kind] = true;
			this.#toasts.show('warning', m.live_device_lost({ former: former.label, name }));
		} else if (now?.deviceId !== former.deviceId && !there) {
			this.#toasts.show('warning', m.live_device_replaced({ former: former.label, device }));
		} else if (now && (now.deviceId !== former.deviceId || this.#lost[kind])) {
			this.#toasts.show('info', m.live_device_using({ name, device }));
		}
	}

	#note(kind: DeviceKind): void {
		const now = this.#inUse(kind);
		if (now && now.label !== '') {
			this.#used[kind] = now;
			this.#lost[kind] = false;
		} else if (kind === 'speaker' || !this.#session[kind].wanted) delete this.#used[kind];
		const usual = this.list.defaultOf(kind)?.deviceId;
		if (usual !== undefined) this.#defaults[kind] = usual;
	}

	#offerNew(): void {
		const offered = this.offers
			.flatMap(({ devices }) => devices)
			.filter(({ kind, deviceId }) => this.list[kind].some((each) => each.deviceId === deviceId));
		const offers = Object.values(
			// The halves of a headset come one after the other.
			Object.groupBy([...offered, ...kinds.flatMap((kind) => this.#freshOf(kind))], (device) =>
				device.groupId === '' ? device.deviceId : device.groupId,
			),
		);
		this.offers = offers.map((devices = []) => ({ label: devices[0]?.label ?? '', devices }));
		for (const kind of kinds) if (this.list[kind].length > 0) this.#known[kind] = this.list[kind];
	}

	#freshOf(kind: DeviceKind): (Device & { kind: DeviceKind })[] {
		const known = this.#known[kind];
		const used = this.#inUse(kind)?.deviceId;
		const chosen = (device: Device) =>
			this.#ranked[kind].some(({ id, label }) => id === device.deviceId || label === device.label);
		return this.choices(kind)
			.filter((device) => known && !known.some(({ deviceId }) => deviceId === device.deviceId))
			.filter((device) => device.label !== '' && device.deviceId !== used && !chosen(device))
			.map((device) => ({ ...device, kind }));
	}
}
