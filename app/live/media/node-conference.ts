import type { NodeRequestInput, NodeRequestName, NodeRequestOutput } from '#sfu/link/contract.ts';
import { NodeTeller, type NodeTellerPort } from './node-teller.ts';

interface NodeConferencePort extends Omit<NodeTellerPort, 'ask' | 'onLost'> {
	readonly request: <N extends NodeRequestName>(name: N, input: NodeRequestInput<N>) => Promise<NodeRequestOutput<N>>;
	/** Nothing of the conference is left at its node. */
	readonly onLost: () => void;
}

/** One meeting's conference on one node: what is asked of it there, and who is known to be in it. */
export class NodeConference {
	readonly #conferenceId: string;
	readonly #port: NodeConferencePort;
	readonly #teller: NodeTeller;
	/** devices that joined there, and that neither left nor were lost since */
	readonly #joined = new Set<string>();
	#opening: Promise<NodeRequestOutput<'open'>> | undefined;
	#isOpening = false;

	constructor(conferenceId: string, port: NodeConferencePort) {
		this.#conferenceId = conferenceId;
		this.#port = port;
		this.#teller = new NodeTeller({
			...port,
			ask: (name, input) => port.request(name, { ...input, conferenceId } as NodeRequestInput<typeof name>),
			onLost: () => {
				this.forget();
				port.onLost();
			},
		});
	}

	/** It follows another stage than the one of now. */
	get owesStage(): boolean {
		return this.#teller.owesStage;
	}

	/** The node has it, as far as is known. */
	get isOpen(): boolean {
		return this.#teller.isOpen;
	}

	/** The node has been asked to, and has not answered yet. */
	get isOpening(): boolean {
		return this.#isOpening;
	}

	/** Of hundreds who come at once one asks: what the node can do does not change. */
	open(): Promise<NodeRequestOutput<'open'>> {
		const opening = (this.#opening ??= this.#open());
		opening.catch(() => {
			if (this.#opening === opening) this.#opening = undefined;
		});
		return opening;
	}

	tell(): Promise<void> {
		return this.#teller.tell();
	}

	joined(deviceId: string): void {
		this.#joined.add(deviceId);
	}

	/** The device asks for something: it is not gone, or is back. */
	returned(deviceId: string): void {
		this.#teller.returned(deviceId);
	}

	/** The device takes its endpoint away, or its media are gone from the node. */
	parted(deviceId: string): void {
		this.#joined.delete(deviceId);
	}

	/** The device left the meeting, or is with another node. */
	left(deviceId: string): void {
		this.parted(deviceId);
		this.#teller.left(deviceId);
	}

	/**
	 * The node has it open, and these of its devices are in it: what either end said while the link was down did not reach
	 * the other. Returns the devices whose media went meanwhile.
	 */
	nodeReturned(revision: number, deviceIds: readonly string[]): string[] {
		const there = new Set(deviceIds);
		const lost = this.#joined.difference(there);
		for (const deviceId of lost) this.#joined.delete(deviceId);
		for (const deviceId of there) this.#joined.add(deviceId);
		this.#teller.nodeReturned(revision);
		return [...lost];
	}

	/** It is gone from its node. */
	forget(): void {
		this.#teller.forget();
		this.#joined.clear();
		this.#opening = undefined;
	}

	/** Closes it at the node, too. Idempotent. */
	close(): void {
		this.#teller.close();
	}

	async #open(): Promise<NodeRequestOutput<'open'>> {
		this.#isOpening = true;
		const opened = await this.#port.request('open', { conferenceId: this.#conferenceId }).finally(() => {
			this.#isOpening = false;
		});
		await this.#teller.opened();
		return opened;
	}
}
