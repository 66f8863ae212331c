import type { Recorded } from '#meeting/record.ts';

/**
 * Whose each device of a meeting is, from its first coming on: everybody in the meeting can read the ids, and nobody comes
 * in under another's, not while that one reloads and not after they left.
 */
export class Devices {
	readonly #owners = new Map<string, string>();

	note({ event }: Recorded): void {
		if (event.type === 'device-connected' && !this.#owners.has(event.deviceId))
			this.#owners.set(event.deviceId, event.participantId);
	}

	/** A device that nobody has come in with is anybody's. */
	isOf(deviceId: string, participantId: string): boolean {
		return (this.#owners.get(deviceId) ?? participantId) === participantId;
	}
}
