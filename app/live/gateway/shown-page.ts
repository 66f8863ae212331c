import { pointedFor, mostShownPerSecond, type Shown, type ShownRequestName } from '#contract/shown.ts';
import { mayReadPresented, type Presenting } from '#meeting/presenting.ts';
import { refuse, type Refusal } from '#meeting/refusal.ts';
import type { MeetingState } from '#meeting/state.ts';
import type { Device } from './device.ts';

/** ms within which what is shown is told together, however much of it is said */
const tick = 1_000 / mostShownPerSecond;

interface ShownPagePorts {
	readonly state: () => MeetingState;
	/** to those of the devices that listen and may read what is presented */
	readonly tell: (shown: Shown | null, to: (device: Device) => boolean) => void;
	/** ms since the epoch */
	readonly clock: () => number;
}

/**
 * Which part of the presented page is seen and where its presenter points, as presence: it is kept for who comes later, whatever
 * becomes of the presenter's device, and told to those who follow, the last of it alone in each tick.
 */
export class ShownPage {
	readonly #ports: ShownPagePorts;
	#shown: Shown | null = null;
	#pointedAt = -Infinity;
	/** under which it was said */
	#presenting: Presenting | null = null;
	/** said by it, which knows it */
	#source: string | undefined;
	/** devices whose people read on their own */
	readonly #astray = new Set<string>();
	#timer: NodeJS.Timeout | undefined;
	#isNews = false;

	constructor(ports: ShownPagePorts) {
		this.#ports = ports;
	}

	request(device: Pick<Device, 'id' | 'participantId'>, name: ShownRequestName, input: unknown): null | Refusal {
		if (name === 'shown/show') return this.#show(device, input as Shown);
		const { follow } = input as { readonly follow: boolean };
		if (!follow) this.#astray.add(device.id);
		else if (this.#astray.delete(device.id)) this.came(device.id);
		return null;
	}

	/** Who comes late, or comes back to the presenter, lands where the others are. */
	came(deviceId: string): void {
		const shown = this.#current();
		if (shown && this.#follows(deviceId)) this.#ports.tell(shown, ({ id }) => id === deviceId);
	}

	/** After what was recorded: of what another presents, or nobody any more, nothing is known. */
	keepUp({ presenting }: MeetingState): void {
		if (this.#shown === null || isSame(presenting, this.#presenting)) return;
		this.#shown = null;
		this.#source = undefined;
		this.#send();
	}

	/** The device left the meeting. */
	leave(deviceId: string): void {
		this.#astray.delete(deviceId);
	}

	/** Idempotent. */
	close(): void {
		clearTimeout(this.#timer);
	}

	#show({ id, participantId }: Pick<Device, 'id' | 'participantId'>, shown: Shown): null | Refusal {
		const state = this.#ports.state();
		const { presenting } = state;
		if (presenting?.versionId !== shown.versionId) return refuse('nothing-presented');
		if (!mayReadPresented(state, participantId, this.#ports.clock())) return refuse('no-such-paper');
		this.#presenting = presenting;
		this.#shown = shown;
		this.#source = id;
		if (shown.pointer) this.#pointedAt = this.#ports.clock();
		this.#isNews = true;
		if (this.#timer === undefined) this.#turn();
		return null;
	}

	/** At once after a quiet moment. */
	#turn(): void {
		this.#timer = undefined;
		if (!this.#isNews) return;
		this.#timer = setTimeout(() => this.#turn(), tick);
		this.#send();
	}

	#send(): void {
		this.#isNews = false;
		this.#ports.tell(this.#shown, ({ id }) => id !== this.#source && this.#follows(id));
	}

	/** A pointer that was not moved lately is seen by nobody any more. */
	#current(): Shown | null {
		const isSeen = this.#ports.clock() - this.#pointedAt < pointedFor;
		return this.#shown && { ...this.#shown, pointer: isSeen ? this.#shown.pointer : null };
	}

	#follows(deviceId: string): boolean {
		return !this.#astray.has(deviceId);
	}
}

/** Its pages may be turned meanwhile. */
const isSame = (one: Presenting | null, other: Presenting | null) =>
	one?.participantId === other?.participantId && one?.versionId === other?.versionId;
