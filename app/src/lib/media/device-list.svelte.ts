/** What a person can choose among. */
export type DeviceKind = 'camera' | 'microphone' | 'speaker';

/** A device that is plugged in. */
export interface Device {
	readonly deviceId: string;
	readonly label: string;
	/** what is in one case with it, as microphone and loudspeaker of a headset; empty: unknown */
	readonly groupId: string;
}

const kindOf: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
	videoinput: 'camera',
	audioinput: 'microphone',
	audiooutput: 'speaker',
};

/** Names that Chromium has for devices that stand in the list under their own, too. */
const aliases = ['default', 'communications'];

/** The devices of this machine, as they come and go. Empty until the person has allowed access. */
export class DeviceList {
	camera = $state.raw<readonly Device[]>([]);
	microphone = $state.raw<readonly Device[]>([]);
	speaker = $state.raw<readonly Device[]>([]);

	/** what the system uses where nobody chooses, as far as the browser tells */
	#defaults: readonly { kind: DeviceKind; groupId: string; label: string }[] = [];
	readonly #stopListening: (() => void)[] = [];
	#closed = false;

	/**
	 * `onChange`: devices came or went; `onAllowed`: the person has allowed access in the browser's settings. Watches from
	 * now on.
	 */
	constructor(onChange: () => void, onAllowed: (kind: 'camera' | 'microphone') => void) {
		const devices = mediaDevices();
		devices?.addEventListener('devicechange', onChange);
		this.#stopListening.push(() => devices?.removeEventListener('devicechange', onChange));
		for (const kind of ['camera', 'microphone'] as const) void this.#watchPermission(kind, () => onAllowed(kind));
	}

	/** Reads the list again. */
	async refresh(): Promise<void> {
		let all: readonly MediaDeviceInfo[];
		try {
			all = (await mediaDevices()?.enumerateDevices()) ?? [];
		} catch {
			// Browsers refuse it now and then, as while a page is put aside: what was there stands.
			return;
		}
		if (this.#closed) return;
		const found = all.map(({ kind, deviceId, label, groupId }) => ({ kind: kindOf[kind], deviceId, label, groupId }));
		for (const kind of Object.values(kindOf))
			this[kind] = found
				.filter((each) => each.kind === kind && each.deviceId !== '' && !aliases.includes(each.deviceId))
				.map(({ deviceId, label, groupId }) => ({ deviceId, label, groupId }));
		this.#defaults = found.filter(({ deviceId }) => deviceId === 'default');
	}

	/** The one that the system uses where nobody chooses; undefined: the browser does not tell. */
	defaultOf(kind: DeviceKind): Device | undefined {
		const entry = this.#defaults.find((each) => each.kind === kind);
		if (!entry) return undefined;
		// It is called after the device, with a word before it.
		return (
			this[kind].find(({ label }) => label !== '' && entry.label.endsWith(label)) ??
			this[kind].find(({ groupId }) => groupId !== '' && groupId === entry.groupId)
		);
	}

	/** Idempotent. */
	close(): void {
		this.#closed = true;
		for (const stop of this.#stopListening.splice(0)) stop();
	}

	async #watchPermission(name: 'camera' | 'microphone', onAllowed: () => void): Promise<void> {
		const permissions = navigator.permissions as Permissions | undefined;
		// Some browsers know none of the two; there the button is pressed again.
		const status = await permissions?.query({ name }).catch(() => undefined);
		if (!status || this.#closed) return;
		const handle = () => {
			if (status.state === 'granted') onAllowed();
		};
		status.addEventListener('change', handle);
		this.#stopListening.push(() => status.removeEventListener('change', handle));
	}
}

/** Browsers have none on pages that are not a secure origin. */
function mediaDevices(): MediaDevices | undefined {
	return navigator.mediaDevices as MediaDevices | undefined;
}
