import type { Declaration, NodeRequestInput } from '#sfu/link/contract.ts';
import { MediaError } from '#sfu/link/errors.ts';
import type { Logger } from 'pino';

/** After a node that is connected did not do as it was told: how long until it is told again, in ms. */
const tellAgainAfter = 1_000;

export interface NodeTellerPort {
	/** Asks the node about this conference. */
	readonly ask: <N extends ToldName>(name: N, input: Omit<NodeRequestInput<N>, 'conferenceId'>) => Promise<unknown>;
	readonly log: Logger;
	/** What the node is to know now; undefined: it is not known yet, the node goes on with what it has. */
	readonly declare: () => Declared | undefined;
	/** The node follows what was the stage when it was told. */
	readonly onStageTold: () => void;
	/** After a while without link the node has told again what its devices send. */
	readonly onReported: () => void;
	/** The conference is gone from its node. */
	readonly onLost: () => void;
}

type ToldName = 'declare' | 'leave' | 'report' | 'close';

/** What a declaration says, whatever its revision. */
export type Declared = Omit<Declaration, 'revision'>;

/**
 * Keeps a conference's node told: what it is to know, declared whole, and who has left. Of changes that come faster than
 * the node answers only the latest is told, save that nobody waits to be kept out of a closed item. What got lost on the
 * way is told once more.
 *
 * Whole rather than piece by piece: 1.3 KB as a rule and 0.4 KB for each who looks at a page of the wall, which are those
 * who run the meeting; 11.7 KB where the voice directs with 128 microphones, 12.5 KB more while 320 sites are the
 * audience of a closed item.
 */
export class NodeTeller {
	readonly #port: NodeTellerPort;
	/** devices that left, which the node has not acknowledged */
	readonly #departed = new Set<string>();
	#revision = 0;
	/** what the node was sent last, as JSON; undefined: it may not have it */
	#sent: { readonly all: string; readonly audience: string } | undefined;
	/** the stage that the node follows, as JSON */
	#toldStage: string | undefined;
	#isOpen = false;
	#telling = false;
	/** the node's notices were lost, and it has not told again what they were about */
	#reportDue = false;
	#again: NodeJS.Timeout | undefined;

	constructor(port: NodeTellerPort) {
		this.#port = port;
	}

	/** The node has the conference, as far as is known. */
	get isOpen(): boolean {
		return this.#isOpen;
	}

	/** The conference is open, and its node has another stage than the one of now. */
	get owesStage(): boolean {
		return this.#isOpen && JSON.stringify(this.#port.declare()?.stage) !== this.#toldStage;
	}

	/** The node has opened the conference: it knows nothing yet. */
	async opened(): Promise<void> {
		if (this.#isOpen) return;
		this.#isOpen = true;
		await this.tell();
	}

	/** Tells what has changed; while one telling is under way, the next waits for the latest. */
	async tell(): Promise<void> {
		// What devices send is not known for sure before it is reported.
		if (!this.#isOpen || this.#reportDue) return;
		if (this.#telling) {
			if (JSON.stringify(this.#port.declare()?.audience) !== this.#sent?.audience) await this.#tellNow();
			return;
		}
		this.#telling = true;
		await this.#tellNow();
		this.#telling = false;
	}

	left(deviceId: string): void {
		if (!this.#isOpen) return;
		this.#departed.add(deviceId);
		this.#port.ask('leave', { endpointId: deviceId }).then(
			() => this.#departed.delete(deviceId),
			(error: unknown) => this.#tellAgain(error, 'an endpoint could not be removed yet'),
		);
	}

	/** It is back: the end of its former life must not reach the node after its return. */
	returned(deviceId: string): void {
		this.#departed.delete(deviceId);
	}

	/**
	 * The node has the conference open, by us or by the process before this one, and knows what was declared with that
	 * revision: what either end said while the link was down did not reach the other.
	 */
	nodeReturned(revision: number): void {
		this.#isOpen = true;
		this.#revision = Math.max(this.#revision, revision);
		this.#sent = undefined;
		this.#toldStage = undefined;
		this.#reportDue = true;
		this.#resume();
	}

	/** The conference is gone from its node. */
	forget(): void {
		this.#isOpen = false;
		this.#sent = undefined;
		this.#toldStage = undefined;
		this.#departed.clear();
		this.#reportDue = false;
		clearTimeout(this.#again);
	}

	/** Closes the conference at the node, too. Idempotent. */
	close(): void {
		clearTimeout(this.#again);
		if (!this.#isOpen) return;
		this.#isOpen = false;
		this.#port.ask('close', {}).catch((error: unknown) => {
			this.#port.log.warn({ err: error }, 'a conference could not be closed');
		});
	}

	/** Until nothing more is to be told. */
	async #tellNow(): Promise<void> {
		try {
			while (await this.#declare());
		} catch (error) {
			this.#sent = undefined;
			this.#tellAgain(error, 'the node did not take what was declared');
		}
	}

	/** True when something was told. */
	async #declare(): Promise<boolean> {
		const declared = this.#port.declare();
		const all = JSON.stringify(declared);
		if (!this.#isOpen || !declared || all === this.#sent?.all) return false;
		this.#sent = { all, audience: JSON.stringify(declared.audience) };
		this.#revision += 1;
		await this.#port.ask('declare', { declaration: { ...declared, revision: this.#revision } });
		const stage = JSON.stringify(declared.stage);
		if (stage === this.#toldStage) return true;
		this.#toldStage = stage;
		this.#port.onStageTold();
		return true;
	}

	/** Catches up with the node in what one of both missed. */
	#resume(): void {
		for (const deviceId of this.#departed) this.left(deviceId);
		if (!this.#reportDue) return void this.tell();
		this.#port.ask('report', {}).then(
			() => {
				this.#reportDue = false;
				this.#port.onReported();
				return this.tell();
			},
			(error: unknown) => this.#tellAgain(error, 'the conference was not reported'),
		);
	}

	/** A node that is gone calls for it by itself when it is back; one that is there and failed does not. */
	#tellAgain(error: unknown, what: string): void {
		this.#port.log.warn({ err: error }, what);
		const code = error instanceof MediaError ? error.code : 'media-failed';
		if (!this.#isOpen || code === 'media-node-absent') return;
		if (code === 'conference-unknown') return this.#port.onLost();
		clearTimeout(this.#again);
		this.#again = setTimeout(() => this.#resume(), tellAgainAfter);
	}
}
