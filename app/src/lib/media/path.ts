import type { DtlsParameters, Transport } from 'mediasoup-client/types';
import { isGone, type MediaSignalling } from './media-signalling.ts';
import { directWithin, restartIce } from './relay.ts';

/**
 * How a transport really does, whatever was agreed on over the link. `unused`: it had nothing to carry yet, so that no
 * browser tries it. `interrupted`: it stood, and is being repaired. `broken`: it does not carry what it should, for longer
 * than a person waits without a word.
 */
export type PathState = 'unused' | 'connecting' | 'connected' | 'interrupted' | 'broken';

export interface PathPort {
	signalling: MediaSignalling;
	onState(state: PathState): void;
	/** No direct way was found in time, and there is a relay, which is about to be tried. */
	onRelay(): void;
	/** ICE began anew, for which the transport was described anew. */
	onRestarted(): void;
	/** Beyond repair: only joining anew helps. Called once. */
	onFailed(): void;
}

/** How long a repaired path may take to carry media before joining anew, in ms. */
const repairTime = 6000;

/** How long a path may take to come to stand, in ms; browsers may stay silent about one that they cannot even try. */
export const connectWithin = 8000;

/** ms */
const connectAgainAfter = 500;

/** One transport's way through the network: connects it, watches what becomes of it, and repairs it. */
export class Path {
	readonly transport: Transport;
	readonly #port: PathPort;
	#state: PathState = 'unused';
	#stood = false;
	#over = false;
	#deadline: ReturnType<typeof setTimeout> | undefined;
	#direct: ReturnType<typeof setTimeout> | undefined;
	/** runs while a repair does */
	#repair: ReturnType<typeof setTimeout> | undefined;

	constructor(transport: Transport, port: PathPort) {
		this.transport = transport;
		this.#port = port;
		// It is to carry something for the first time.
		transport.on('connect', ({ dtlsParameters }, done, failed) => {
			this.#await();
			this.#connect(dtlsParameters).then(done, failed);
		});
		transport.on('connectionstatechange', (state) => {
			if (this.#over) return;
			if (state === 'connected') this.#settle();
			else if (state === 'connecting') this.#await();
			else if (state === 'disconnected' || state === 'failed') {
				this.#await();
				void this.repair();
			} else if (state === 'closed') this.#fail();
		});
	}

	get state(): PathState {
		return this.#state;
	}

	/** Another path for the same transport, or failure: only joining anew helps where that takes too long. One at a time. */
	async repair(): Promise<void> {
		if (this.#over || this.#repair !== undefined || this.#state === 'unused') return;
		this.#repair = setTimeout(() => this.#fail(), repairTime);
		try {
			await restartIce(this.transport, this.#port.signalling);
			this.#port.onRestarted();
			// A path that never broke reports no change of state.
			if (!this.#over && this.transport.connectionState === 'connected') this.#settle();
		} catch {
			this.#fail();
		}
	}

	/** A relay is needed: one that has not begun shall not lose the time that it took to find out. */
	takeRelay(): void {
		const { iceServers } = this.#port.signalling.relay;
		this.transport.updateIceServers({ iceServers }).catch(() => {});
		if (this.#state !== 'connected') void this.repair();
	}

	/** Idempotent. */
	close(): void {
		if (this.#over) return;
		this.#over = true;
		this.#stopTimers();
		this.transport.close();
	}

	/**
	 * Asked again where no answer comes, for as long as a path may take to stand: whatever the transport is to carry waits
	 * for it. Where the server knows nothing of the transport any more, only joining anew helps.
	 */
	async #connect(dtlsParameters: DtlsParameters): Promise<void> {
		const { signalling } = this.#port;
		for (;;) {
			try {
				await signalling.request('connect-transport', { transportId: this.transport.id, dtlsParameters });
				return;
			} catch (error) {
				if (isGone(error)) this.#fail();
				if (this.#over) throw error;
				// The person is told.
				this.#set('interrupted');
				await new Promise((resolve) => setTimeout(resolve, connectAgainAfter));
			}
		}
	}

	#set(state: PathState): void {
		if (state === this.#state) return;
		this.#state = state;
		this.#port.onState(state);
	}

	#await(): void {
		this.#deadline ??= setTimeout(() => this.#giveUp(), connectWithin);
		this.#direct ??= setTimeout(() => this.#endDirectSearch(), directWithin);
		if (this.#state !== 'broken') this.#set(this.#stood ? 'interrupted' : 'connecting');
	}

	#settle(): void {
		this.#stopTimers();
		this.#stood = true;
		this.#set('connected');
	}

	/** Firewalls drop without a word: where no direct way is found in time, there is none. */
	#endDirectSearch(): void {
		if (!this.#over && this.#port.signalling.relay.need()) this.#port.onRelay();
	}

	#giveUp(): void {
		this.#set('broken');
		// A repair under way has a limit of its own.
		if (this.#repair === undefined) this.#fail();
	}

	#stopTimers(): void {
		for (const timer of [this.#deadline, this.#direct, this.#repair]) clearTimeout(timer);
		this.#deadline = this.#direct = this.#repair = undefined;
	}

	#fail(): void {
		if (this.#over) return;
		// A transport that was lost may still stand as the browser sees it, and send.
		this.close();
		this.#set('broken');
		this.#port.onFailed();
	}
}
