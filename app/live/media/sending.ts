import type { Source } from '#sfu/link/contract-endpoint.ts';

/** What devices send at this moment, muted or not. */
export class Sending {
	/** device → source → muted */
	#devices = new Map<string, Map<Source, boolean>>();

	has(deviceId: string, source: Source): boolean {
		return this.#devices.get(deviceId)?.has(source) ?? false;
	}

	/** Sent, and not muted. */
	isLive(deviceId: string, source: Source): boolean {
		return this.#devices.get(deviceId)?.get(source) === false;
	}

	/** Devices that send this source. */
	devicesWith(source: Source): string[] {
		return [...this.#devices].filter(([, sources]) => sources.has(source)).map(([deviceId]) => deviceId);
	}

	/** `none`: no longer. What a device that has left sent is told as gone after its departure: nothing of it stays. */
	set(deviceId: string, source: Source, state: 'live' | 'paused' | 'none'): void {
		const sources = this.#devices.get(deviceId) ?? new Map<Source, boolean>();
		if (state === 'none') sources.delete(source);
		else sources.set(source, state === 'paused');
		if (sources.size > 0) this.#devices.set(deviceId, sources);
		else this.#devices.delete(deviceId);
	}

	forget(deviceId: string): void {
		this.#devices.delete(deviceId);
	}

	clear(): void {
		this.#devices.clear();
	}
}
