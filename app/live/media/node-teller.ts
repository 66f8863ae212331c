import type { NodeRequestInput, Stage } from '#sfu/link/contract.ts';
import { MediaError } from '#sfu/link/errors.ts';
import type { Link } from '#sfu/link/serve-link.ts';
import type { Logger } from 'pino';

/** After a node that is connected did not do as it was told: how long until it is told again, in ms. */
const tellAgainAfter = 1_000;

interface NodeTellerPort {
	readonly link: Link;
	readonly log: Logger;
	/** What the node is to know now. */
	readonly stage: () => Stage;
	/** Whose cameras each device looks at besides the stage. */
	readonly views: () => ReadonlyMap<string, readonly string[]>;
	/** The node has set what was the stage when it was told. */
	readonly onStageTold: () => void;
	/** The conference is gone from its node. */
	readonly onLost: () => void;
}

/**
 * Keeps a conference's node told: the stage, what devices look at, who has left. What changes is told once more when it
 * got lost on the way, and of changes that come faster than the node answers only the latest.
 */
export class NodeTeller {
	readonly #conferenceId: string;
	readonly #port: NodeTellerPort;
	/** devices that left, which the node has not acknowledged */
	readonly #departed = new Set<string>();
	/** what the node has been told, as JSON */
	#toldStage: string | undefined;
	#toldViews = new Map<string, string>();
	#isOpen = false;
	#telling = false;
	/** the node's notices were lost, and it has not told again what they were about */
	#reportDue = false;
	#again: NodeJS.Timeout | undefined;

	constructor(conferenceId: string, port: NodeTellerPort) {
		this.#conferenceId = conferenceId;
		this.#port = port;
	}

	/** The conference is open, and its node has another stage than the one of now. */
	get owesStage(): boolean {
		return this.#isOpen && JSON.stringify(this.#port.stage()) !== this.#toldStage;
	}

	/** The node has opened the conference: it knows nothing yet. */
	async opened(): Promise<void> {
		if (this.#isOpen) return;
		this.#isOpen = true;
		await this.tell();
	}

	/** Tells what has changed; while one telling is under way, the next waits for the latest. */
	async tell(): Promise<void> {
		if (!this.#isOpen || this.#telling) return;
		this.#telling = true;
		try {
			while ((await this.#tellStage()) || (await this.#tellViews()));
		} catch (error) {
			this.#tellAgain(error, 'the stage could not be set');
		} finally {
			this.#telling = false;
		}
	}

	left(deviceId: string): void {
		if (!this.#isOpen) return;
		this.#toldViews.delete(deviceId);
		this.#departed.add(deviceId);
		this.#ask('leave', { endpointId: deviceId }).then(
			() => this.#departed.delete(deviceId),
			(error: unknown) => this.#tellAgain(error, 'an endpoint could not be removed yet'),
		);
	}

	/** A device took its endpoint away, and with it went whom it looks at: told anew, that holds for when it comes back. */
	tookLeave(deviceId: string): void {
		this.#toldViews.delete(deviceId);
		void this.tell();
	}

	/** It is back: the end of its former life must not reach the node after its return. */
	returned(deviceId: string): void {
		this.#departed.delete(deviceId);
	}

	/** The link was down and the conference is still open: what either end said meanwhile did not reach the other. */
	nodeReturned(): void {
		if (!this.#isOpen) return;
		this.#toldStage = undefined;
		this.#toldViews.clear();
		this.#reportDue = true;
		this.#resume();
	}

	/** The conference is gone from its node. */
	forget(): void {
		this.#isOpen = false;
		this.#toldStage = undefined;
		this.#toldViews.clear();
		this.#departed.clear();
		this.#reportDue = false;
		clearTimeout(this.#again);
	}

	/** Closes the conference at the node, too. Idempotent. */
	close(): void {
		clearTimeout(this.#again);
		if (!this.#isOpen) return;
		this.#isOpen = false;
		this.#ask('close', {}).catch((error: unknown) => {
			this.#port.log.warn({ err: error }, 'a conference could not be closed');
		});
	}

	/** True when something was told. */
	async #tellStage(): Promise<boolean> {
		const stage = this.#port.stage();
		const json = JSON.stringify(stage);
		if (!this.#isOpen || json === this.#toldStage) return false;
		await this.#ask('set-stage', { stage });
		this.#toldStage = json;
		this.#port.onStageTold();
		return true;
	}

	async #tellViews(): Promise<boolean> {
		const views = this.#port.views();
		const ended = [...this.#toldViews.keys()].filter((deviceId) => !views.has(deviceId));
		let told = false;
		for (const [endpointId, cameras] of [...views, ...ended.map((deviceId) => [deviceId, []] as const)]) {
			const json = JSON.stringify(cameras);
			if (!this.#isOpen || json === this.#toldViews.get(endpointId)) continue;
			await this.#ask('set-view', { endpointId, cameras: [...cameras] });
			if (cameras.length > 0) this.#toldViews.set(endpointId, json);
			else this.#toldViews.delete(endpointId);
			told = true;
		}
		return told;
	}

	/** Catches up with the node in what one of both missed. */
	#resume(): void {
		for (const deviceId of this.#departed) this.left(deviceId);
		if (!this.#reportDue) return void this.tell();
		this.#ask('report', {}).then(
			() => {
				this.#reportDue = false;
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

	#ask<N extends 'set-stage' | 'set-view' | 'leave' | 'report' | 'close'>(
		name: N,
		input: Omit<NodeRequestInput<N>, 'conferenceId'>,
	): Promise<unknown> {
		return this.#port.link.request(name, { ...input, conferenceId: this.#conferenceId } as NodeRequestInput<N>);
	}
}
