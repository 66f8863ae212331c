import { allPresences } from '#meeting/presences.ts';
import { isClosedSession, outsideOf } from '#meeting/closed-session.ts';
import type { MeetingState } from '#meeting/state.ts';

/** Which devices are in while a closed item is dealt with, and which wait outside. */
export class ClosedDoor {
	#outside: ReadonlySet<string> = new Set();
	#inside: string[] | null = null;

	/** Devices that may be in it; null: all, nothing closed is dealt with. */
	get inside(): string[] | null {
		return this.#inside;
	}

	isOutside(deviceId: string): boolean {
		return this.#outside.has(deviceId);
	}

	/** The meeting has changed; returns the devices that have to leave now. */
	follow(state: MeetingState): string[] {
		const before = this.#outside;
		this.#outside = new Set();
		this.#inside = null;
		// Mostly: of hundreds who come and go nobody is looked at for each of them.
		if (!isClosedSession(state)) return [];
		const outside = outsideOf(state);
		const came = allPresences(state.attendance.came).map(([participantId, { devices }]) => {
			return { isOut: outside(participantId), devices };
		});
		this.#outside = new Set(came.flatMap(({ isOut, devices }) => (isOut ? devices : [])));
		this.#inside = came.flatMap(({ isOut, devices }) => (isOut ? [] : devices));
		return [...this.#outside].filter((deviceId) => !before.has(deviceId));
	}
}
