import type { MessageName, Messages } from '#contract/messages.ts';
import type { Actor } from '#meeting/record.ts';
import type { Audience } from '#meeting/redact.ts';
import type { Socket } from 'socket.io';
import type { Entrant } from './authenticate.ts';

/**
 * A link that drops comes back within seconds, after an attempt that timed out (5 s) if need be; until then nobody is
 * told that the device is gone. ms
 */
const grace = 10_000;

/**
 * Who answered within this was not cut off together with a media node that is silent: that is known of a node after 6 s, and
 * devices are asked twice a second. ms
 */
const heardWithin = 4_000;

/** One device of a participant in one meeting: it outlives its sockets. */
export class Device {
	readonly id: string;
	readonly participantId: string;
	readonly accountId: string;
	readonly actor: Extract<Actor, { kind: 'participant' }>;
	readonly #onLink: (stands: boolean) => void;
	readonly #gone: () => void;
	#sessionKey: string;
	#checking = false;
	#audience: Audience | undefined;
	#socket: Socket | undefined;
	/** on the clock of `performance` */
	#heardAt = 0;
	#grace: NodeJS.Timeout | undefined;

	/** `onLink`: it is lost, or stands again after that; `gone`: it will hardly come back. */
	constructor(
		{ deviceId, participantId, accountId, sessionKey }: Entrant,
		onLink: (stands: boolean) => void,
		gone: () => void,
	) {
		this.id = deviceId;
		this.participantId = participantId;
		this.accountId = accountId;
		this.#sessionKey = sessionKey;
		this.actor = { kind: 'participant', participantId, deviceId };
		this.#onLink = onLink;
		this.#gone = gone;
	}

	/** of the session that it came in with last */
	get sessionKey(): string {
		return this.#sessionKey;
	}

	/** It only tries the way to the media ports: it is not present, and gives no commands. */
	get checking(): boolean {
		return this.#checking;
	}

	/** The device came (back) over this socket; an earlier one is a ghost and is cut. */
	attach(socket: Socket, { checking, sessionKey }: Entrant): void {
		clearTimeout(this.#grace);
		this.#sessionKey = sessionKey;
		this.#checking = checking;
		const ghost = this.#socket;
		this.#socket = socket;
		// A new link hears nothing before its welcome.
		this.#audience = undefined;
		this.#onLink(true);
		ghost?.disconnect(true);
		const heard = () => {
			if (this.#socket === socket) this.#heardAt = performance.now();
		};
		heard();
		socket.conn.on('heartbeat', heard);
		socket.on('disconnect', (reason) => {
			// One connection may carry many links, one after the other.
			socket.conn.off('heartbeat', heard);
			if (this.#socket !== socket) return;
			this.#socket = undefined;
			// Who closed the page has left; who lost the link has not.
			const left = reason === 'client namespace disconnect';
			if (!left) this.#onLink(false);
			this.#grace = setTimeout(this.#gone, left ? 0 : grace);
		});
	}

	/** Hears from now on what is told to this audience of the meeting, and to everybody in it. */
	listenAs(audience: Audience): void {
		this.#audience = audience;
	}

	/** Until it is told everything anew. */
	listenNoMore(): void {
		this.#audience = undefined;
	}

	/** As whom it listens; undefined: its welcome is on the way, which tells it everything. */
	get audience(): Audience | undefined {
		return this.#audience;
	}

	/** Its link stands, and it has answered lately. */
	get isHeard(): boolean {
		return this.#socket !== undefined && performance.now() - this.#heardAt < heardWithin;
	}

	/** What socket.io calls its link. */
	get ear(): string | undefined {
		return this.#socket?.id;
	}

	tell<N extends MessageName>(name: N, message: Messages[N]): void {
		this.#socket?.emit(name, message);
	}

	/** As `tell`; resolves when the device says that it has it, rejects without a link; over one that drops, neither. */
	async hand<N extends MessageName>(name: N, message: Messages[N]): Promise<void> {
		if (!this.#socket) throw new Error('no link');
		await this.#socket.emitWithAck(name, message);
	}

	/** Ends the link for good: the device does not come back by itself, and its media end at once. */
	dismiss(code: Messages['goodbye']['code']): void {
		this.tell('goodbye', { code });
		this.close();
		this.#gone();
	}

	close(): void {
		clearTimeout(this.#grace);
		const socket = this.#socket;
		// First: what is closed has no grace to wait for.
		this.#socket = undefined;
		socket?.disconnect(true);
	}
}
