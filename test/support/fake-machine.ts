import { FakeStorage } from './fake-storage.ts';

class Track extends EventTarget {
	readyState = 'live';
	enabled = true;
	muted = false;
	contentHint = '';
	readonly kind: string;
	readonly label: string;
	readonly #deviceId: string;

	constructor(kind: string, label: string, deviceId: string) {
		super();
		this.kind = kind;
		this.label = label;
		this.#deviceId = deviceId;
	}

	getSettings() {
		return { deviceId: this.#deviceId };
	}

	stop(): void {
		this.readyState = 'ended';
	}

	/** As when its device goes. */
	end(): void {
		if (this.readyState === 'ended') return;
		this.readyState = 'ended';
		this.dispatchEvent(new Event('ended'));
	}
}

/** What is plugged in, as a browser tells of it. */
class FakeDevice {
	/** another program has it */
	taken = false;
	readonly tracks: Track[] = [];
	readonly #machine: FakeMachine;
	readonly told: Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label' | 'groupId'>;

	constructor(machine: FakeMachine, told: FakeDevice['told']) {
		this.#machine = machine;
		this.told = told;
	}

	pullOut(): void {
		this.#machine.pullOut(this.told.deviceId);
	}
}

class Permission extends EventTarget {
	state: PermissionState = 'granted';
}

/** The cameras, microphones and loudspeakers of a computer, and what its browser does with them. */
export class FakeMachine extends EventTarget {
	/** how many tracks were opened */
	opened = 0;
	/** what the browser calls the system's default; where none is named, it does not tell */
	readonly defaults: Partial<Record<MediaDeviceKind, string>> = {};
	readonly #permissions = { camera: new Permission(), microphone: new Permission() };
	#devices: FakeDevice[] = [];

	plugIn(kind: MediaDeviceKind, deviceId: string, label: string, groupId = ''): FakeDevice {
		const device = new FakeDevice(this, { kind, deviceId, label, groupId });
		this.#devices.push(device);
		this.dispatchEvent(new Event('devicechange'));
		return device;
	}

	pullOut(deviceId: string): void {
		const gone = this.#devices.filter(({ told }) => told.deviceId === deviceId);
		this.#devices = this.#devices.filter((device) => !gone.includes(device));
		this.dispatchEvent(new Event('devicechange'));
		for (const track of gone.flatMap(({ tracks }) => tracks)) track.end();
	}

	allow(name: 'camera' | 'microphone', allowed: boolean): void {
		this.#permissions[name].state = allowed ? 'granted' : 'denied';
		this.#permissions[name].dispatchEvent(new Event('change'));
	}

	/** To be put in the place of the browser's. */
	globals(): Record<string, unknown> {
		return {
			navigator: {
				mediaDevices: Object.assign(this, {
					enumerateDevices: async () => [...this.#aliases(), ...this.#devices.map(({ told }) => told)],
					getUserMedia: async (asked: MediaStreamConstraints) => this.#open(asked),
				}),
				permissions: { query: async ({ name }: { name: 'camera' | 'microphone' }) => this.#permissions[name] },
			},
			MediaStream: class {
				readonly #tracks: Track[];
				constructor(tracks: Track[]) {
					this.#tracks = tracks;
				}
				getTracks() {
					return this.#tracks;
				}
			},
			HTMLMediaElement: class {
				async setSinkId() {}
			},
			localStorage: new FakeStorage(),
		};
	}

	#aliases() {
		return this.#devices
			.map(({ told }) => told)
			.filter(({ kind, deviceId }) => this.defaults[kind] === deviceId)
			.map((told) => ({ ...told, deviceId: 'default', label: `Default - ${told.label}` }));
	}

	#open({ audio, video }: MediaStreamConstraints) {
		const name = audio ? 'microphone' : 'camera';
		if (this.#permissions[name].state !== 'granted') throw new DOMException('Permission denied', 'NotAllowedError');
		const asked = audio || video;
		const wish = typeof asked === 'object' ? asked.deviceId : undefined;
		const id = typeof wish === 'object' && 'exact' in wish ? wish.exact : undefined;
		const kind = audio ? 'audioinput' : 'videoinput';
		const there = this.#devices.filter(({ told }) => told.kind === kind);
		const usual = there.find(({ told }) => told.deviceId === this.defaults[kind]);
		const named = there.find(({ told }) => told.deviceId === id);
		if (id !== undefined && !named) throw new DOMException('deviceId', 'OverconstrainedError');
		const device = named ?? usual ?? there[0];
		if (!device) throw new DOMException('Requested device not found', 'NotFoundError');
		if (device.taken) throw new DOMException('Could not start source', 'NotReadableError');
		this.opened += 1;
		const { label, deviceId } = device.told;
		const track =
			device === named || device !== usual
				? new Track(audio ? 'audio' : 'video', label, deviceId)
				: new Track('audio', `Default - ${label}`, 'default');
		device.tracks.push(track);
		return { getTracks: () => [track] };
	}
}
