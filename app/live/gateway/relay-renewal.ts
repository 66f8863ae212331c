/**
 * Credentials for a relay hold for a day from when they were given (turn-servers.ts), and a relay asks for them again and
 * again: a device gets new ones after half of that, however long it stays. ms
 */
const renewedAfter = 12 * 3_600_000;

/** How often that is looked after, in ms. */
const lookEvery = 1_800_000;

/** Gives devices that stay new credentials for the relay. */
export class RelayRenewal<Device extends object> {
	/** when it got its credentials, in ms since the epoch */
	readonly #given = new WeakMap<Device, number>();
	readonly #timer: NodeJS.Timeout;

	constructor(devices: () => Iterable<Device>, renew: (device: Device) => void) {
		this.#timer = setInterval(() => {
			const now = Date.now();
			for (const device of devices()) {
				const given = this.#given.get(device);
				// Its first ones are on their way with its welcome.
				if (given !== undefined && now - given < renewedAfter) continue;
				this.#given.set(device, now);
				if (given !== undefined) renew(device);
			}
		}, lookEvery);
		this.#timer.unref();
	}

	/** Idempotent. */
	close(): void {
		clearInterval(this.#timer);
	}
}
