import type { StillTurns } from '#contract/wall.ts';
import { refuse, type Refusal } from '#meeting/refusal.ts';
import { TokenBucket } from '../gateway/token-bucket.ts';
import { periodOf, soonApart, turnsOf } from './still-turns.ts';

/** Which entry a device's camera stands for, and which one that is on the wall, from 0. */
export interface Shown {
	readonly participantId: string;
	readonly index: number;
}

/** A turn, one out of turn, and one more for a link that held one back. */
const burst = 3;
/** Clocks of devices run a little fast. */
const leeway = 1.25;

interface WantedStillsPorts {
	readonly tell: (deviceId: string, turns: StillTurns | null) => void;
	/** whether an entry's still is so fresh that none is wanted out of turn */
	readonly hasFresh: (participantId: string) => boolean;
	/** ms */
	readonly clock: () => number;
}

/** Which devices were asked for stills. Each is told when that begins, and when it ends. */
export class WantedStills {
	readonly #ports: WantedStillsPorts;
	readonly #asked = new Map<string, Shown & { readonly bucket: TokenBucket }>();
	#entries = 0;
	/** when the next still may come out of turn, ms */
	#soonAt = 0;

	constructor(ports: WantedStillsPorts) {
		this.#ports = ports;
	}

	/** Asks these devices, and no others. `entries`: how many the wall has. */
	ask(wanted: ReadonlyMap<string, Shown>, entries: number): void {
		for (const deviceId of this.#asked.keys()) if (!wanted.has(deviceId)) this.#stop(deviceId);
		const samePeriod = periodOf(entries) === periodOf(this.#entries);
		this.#entries = entries;
		for (const [deviceId, shown] of wanted) {
			const former = this.#asked.get(deviceId);
			if (former && samePeriod && former.participantId === shown.participantId) continue;
			const bucket = new TokenBucket(burst, (1000 * leeway) / periodOf(entries), this.#ports.clock());
			this.#asked.set(deviceId, { ...shown, bucket });
			this.#tell(deviceId, shown);
		}
	}

	/** The device came in over a new link: it does not know any more what it was told over the old one. */
	came(deviceId: string): void {
		const shown = this.#asked.get(deviceId);
		if (shown) this.#tell(deviceId, shown);
	}

	leave(deviceId: string): void {
		this.#asked.delete(deviceId);
	}

	/** Whose still it is that a device sends now, or why it is not taken. */
	take(deviceId: string): Pick<Shown, 'participantId'> | Refusal {
		const shown = this.#asked.get(deviceId);
		if (!shown) return refuse('still-not-wanted');
		return shown.bucket.take(this.#ports.clock()) ? shown : refuse('too-many-requests');
	}

	stopAll(): void {
		this.#soonAt = 0;
		for (const deviceId of this.#asked.keys()) this.#stop(deviceId);
	}

	#stop(deviceId: string): void {
		this.#asked.delete(deviceId);
		this.#ports.tell(deviceId, null);
	}

	#tell(deviceId: string, { index, participantId }: Shown): void {
		const soonMs = this.#ports.hasFresh(participantId) ? null : this.#soon();
		this.#ports.tell(deviceId, { ...turnsOf(index, this.#entries, this.#ports.clock()), soonMs });
	}

	/** In how many ms the next one out of turn may come. */
	#soon(): number {
		const now = this.#ports.clock();
		const at = Math.max(now, this.#soonAt);
		this.#soonAt = at + soonApart(this.#entries);
		return Math.round(at - now);
	}
}
