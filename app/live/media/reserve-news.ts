import type { Reserve } from '#sfu/link/contract.ts';

/** Tells devices with whom they go on while their area is cut off: when that changes, and again to who may have missed it. */
export class ReserveNews {
	readonly #tell: (deviceId: string, endpointIds: string[]) => void;
	/** what devices were told last, by device */
	readonly #told = new Map<string, readonly string[]>();

	constructor(tell: (deviceId: string, endpointIds: string[]) => void) {
		this.#tell = tell;
	}

	/** @param reserves by node */
	follow(reserves: ReadonlyMap<string, Reserve>): void {
		const groups = [...reserves.values()].map(({ cameras, microphones }) => [...new Set([...cameras, ...microphones])]);
		const listed = new Map(groups.flatMap((group) => group.map((deviceId) => [deviceId, group])));
		for (const [deviceId, told] of this.#told) if (told.length > 0 && !listed.has(deviceId)) this.#say(deviceId, []);
		for (const [deviceId, group] of listed) {
			const told = this.#told.get(deviceId) ?? [];
			const isSame = told.length === group.length && group.every((each, index) => each === told[index]);
			if (!isSame) this.#say(deviceId, group);
		}
	}

	/** Nothing to who never had any. */
	repeat(deviceId: string): void {
		const told = this.#told.get(deviceId);
		if (told) this.#say(deviceId, told);
	}

	/** It left. */
	forget(deviceId: string): void {
		this.#told.delete(deviceId);
	}

	#say(deviceId: string, group: readonly string[]): void {
		this.#told.set(deviceId, group);
		this.#tell(
			deviceId,
			group.filter((each) => each !== deviceId),
		);
	}
}
