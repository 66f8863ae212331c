import { presenceOf } from '#meeting/presences.ts';
import { presentChairs } from '#meeting/stage/stage-of.ts';
import { isLecturing } from '#meeting/stage/state.ts';
import type { MeetingState } from '#meeting/state.ts';
import type { Declaration } from '#sfu/link/contract.ts';
import { cameraOf } from './resolve-stage.ts';
import { Rotation } from './rotation.ts';
import type { Sending } from './sending.ts';

/** Whom devices look at live besides the stage: of their own choice, and the chair's in a lecture at the sites in turn. */
export class Looks {
	readonly #chosen = new Map<string, readonly string[]>();
	readonly #rotation: Rotation;

	/** `onTurned`: the views have changed by themselves. */
	constructor(onTurned: () => void) {
		this.#rotation = new Rotation(onTurned);
	}

	/** Participants that a device looks at from now on; nobody: an empty list. */
	choose(deviceId: string, participantIds: readonly string[]): void {
		if (participantIds.length > 0) this.#chosen.set(deviceId, participantIds);
		else this.#chosen.delete(deviceId);
	}

	/** The meeting has changed: a lecture may have begun or ended. */
	follow(state: MeetingState, sending: Sending): void {
		const seen = isLecturing(state)
			? (state.plan?.participants ?? []).filter(({ id }) => cameraOf(state, sending, id))
			: [];
		this.#rotation.turn(seen.map(({ id }) => id));
	}

	/** Whose cameras devices look at. */
	views(state: MeetingState, sending: Sending): Declaration['views'] {
		const cameras = (ids: readonly string[]) => [...new Set(ids.flatMap((id) => cameraOf(state, sending, id) ?? []))];
		const views = new Map([...this.#chosen].map(([deviceId, ids]) => [deviceId, cameras(ids)]));
		const { shown } = this.#rotation;
		if (shown.length > 0)
			for (const chair of presentChairs(state))
				for (const device of presenceOf(state.attendance.came, chair)?.devices ?? [])
					if (!views.has(device)) views.set(device, cameras(shown.filter((id) => id !== chair)));
		return [...views].flatMap(([endpointId, seen]) => (seen.length > 0 ? [{ endpointId, cameras: seen }] : []));
	}

	close(): void {
		this.#rotation.close();
	}
}
