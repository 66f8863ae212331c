import type { Logger } from 'pino';
import type { Reserve } from '#sfu/link/contract.ts';
import type { SentTrack } from './sent-track.ts';

interface IslandPort {
	/** There is a parent, and no way to it. */
	isCutOff(): boolean;
	/** Those of the reserve see and hear each other from now on, or have each other ready. */
	setReserve(reserve: Reserve, isIsland: boolean): void;
	/** What an endpoint here sends of its microphone. */
	microphoneOf(endpointId: string): SentTrack | undefined;
	/** Whether a track passes has changed. */
	followMuted(track: SentTrack): Promise<void>;
	log: Pick<Logger, 'info' | 'warn'>;
}

const none: Reserve = { cameras: [], microphones: [] };

/**
 * While a node hears neither from the control process nor from its parent, its own endpoints of the reserve go on by themselves:
 * until the way to the parent stands, or the control process says what is to be. On the clock of `performance`.
 */
export class Island {
	readonly #port: IslandPort;
	/** those that the control process may not know of, in their order */
	#times: { readonly from: number; to: number | undefined }[] = [];
	#reserve = none;
	#isOn = false;

	constructor(port: IslandPort) {
		this.#port = port;
	}

	/**
	 * When the area was on its own, in ms, as far as the control process may not know of it: how long ago that began, and how long it
	 * has lasted.
	 */
	get told(): { agoMs: number; forMs: number }[] {
		const now = performance.now();
		return this.#times.map(({ from, to = now }) => ({ agoMs: now - from, forMs: to - from }));
	}

	/** The control process says what is to be. Of what was it has heard when the link came back. */
	declare(reserve: Reserve): void {
		this.#end();
		this.#times = [];
		this.#reserve = reserve;
		this.#port.setReserve(reserve, false);
	}

	/** `isAlone`: nothing has come from the control process for a while. Returns whether it begins. */
	look(isAlone: boolean): boolean {
		const { cameras, microphones } = this.#reserve;
		const isCutOff = cameras.length + microphones.length > 0 && this.#port.isCutOff();
		if (!isCutOff) this.#end();
		const begins = isCutOff && isAlone && !this.#isOn;
		if (begins) this.#begin();
		return begins;
	}

	#begin(): void {
		this.#times.push({ from: performance.now(), to: undefined });
		this.#port.log.warn({ reserve: this.#reserve }, 'the area goes on by itself');
		this.#turn(true);
	}

	#end(): void {
		const last = this.#times.at(-1);
		if (!this.#isOn || !last) return;
		last.to = performance.now();
		this.#port.log.info({ forMs: last.to - last.from }, 'the area goes on with the others');
		this.#turn(false);
	}

	/** Who is muted is heard as soon as their own device sends: nobody else can unmute them. */
	#turn(isOn: boolean): void {
		this.#isOn = isOn;
		this.#port.setReserve(this.#reserve, isOn);
		for (const endpointId of this.#reserve.microphones) {
			const track = this.#port.microphoneOf(endpointId);
			track?.pass(isOn).then(
				() => this.#port.followMuted(track),
				(error: unknown) => this.#port.log.warn({ err: error, endpointId }, 'a microphone does not pass'),
			);
		}
	}
}
