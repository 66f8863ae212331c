import type { NodeNotice, NodeRequestInput, NodeRequestName, NodeRequestOutput } from '#sfu/link/contract.ts';
import { MediaError } from '#sfu/link/errors.ts';
import type { Logger } from 'pino';
import { chooseNode } from './node-choice.ts';
import { NodeConference } from './node-conference.ts';
import type { Declared } from './node-teller.ts';

interface NodeConferencesPort {
	readonly request: <N extends NodeRequestName>(
		nodeId: string,
		name: N,
		input: NodeRequestInput<N>,
	) => Promise<NodeRequestOutput<N>>;
	/** Nodes that are ready. */
	readonly nodes: () => readonly string[];
	/** How many devices of all meetings are with a node. */
	readonly crowdOf: (nodeId: string) => number;
	readonly declare: () => Declared;
	/** All nodes follow what was the stage when they were told. */
	readonly onStageTold: () => void;
	/** The media of these devices are gone from their node, which expects them back. */
	readonly onLost: (deviceIds: readonly string[]) => void;
	/** These devices' node has nothing of the conference any more, and expects nobody. */
	readonly onGone: (deviceIds: readonly string[]) => void;
	readonly log: Logger;
}

/** One meeting's conference on the nodes that carry it, and the node of each device: it stays where it was admitted. */
export class NodeConferences {
	readonly #meetingId: string;
	readonly #port: NodeConferencesPort;
	/** by node */
	readonly #conferences = new Map<string, NodeConference>();
	/** device → its node */
	readonly #homes = new Map<string, string>();

	constructor(meetingId: string, port: NodeConferencesPort) {
		this.#meetingId = meetingId;
		this.#port = port;
	}

	/** Some node follows another stage than the one of now. */
	get owesStage(): boolean {
		return [...this.#conferences.values()].some((conference) => conference.owesStage);
	}

	nodeOf(deviceId: string): string | undefined {
		return this.#homes.get(deviceId);
	}

	/** What this node says of the device is of a former life: it is with another one now. */
	isElsewhere(deviceId: string, nodeId: string): boolean {
		return (this.#homes.get(deviceId) ?? nodeId) !== nodeId;
	}

	devicesWith(nodeId: string): string[] {
		return [...this.#homes].filter(([, home]) => home === nodeId).map(([deviceId]) => deviceId);
	}

	/** The node has the device, whatever is known here. */
	found(deviceId: string, nodeId: string): void {
		if (!this.#homes.has(deviceId)) this.#homes.set(deviceId, nodeId);
	}

	/** Where the device is, or is to be from now on. Throws MediaError `media-node-absent`. */
	place(deviceId: string): { readonly nodeId: string; readonly conference: NodeConference } {
		const nodeId = this.#homes.get(deviceId) ?? this.#choose();
		if (nodeId === undefined) throw new MediaError('media-node-absent');
		this.#homes.set(deviceId, nodeId);
		return { nodeId, conference: this.#conferenceOn(nodeId) };
	}

	tell(): void {
		for (const conference of this.#conferences.values()) void conference.tell();
	}

	/** The device left the meeting. */
	left(deviceId: string): void {
		const nodeId = this.#homes.get(deviceId);
		if (nodeId === undefined) return;
		this.#homes.delete(deviceId);
		this.#conferences.get(nodeId)?.left(deviceId);
	}

	/** A node is there, or there again, and still carries this; undefined: nothing of this meeting. */
	nodeReady(nodeId: string, carried: NodeNotice<'node-ready'>['conferences'][number] | undefined): void {
		const conference = this.#conferences.get(nodeId);
		if (!conference) return;
		if (carried) return this.#port.onLost(conference.nodeReturned(carried));
		conference.forget();
		this.#port.onGone(this.devicesWith(nodeId));
	}

	/** The media of these devices are gone from the node. */
	lost(nodeId: string, deviceIds: readonly string[]): void {
		const own = deviceIds.filter((deviceId) => this.#homes.get(deviceId) === nodeId);
		for (const deviceId of own) this.#conferences.get(nodeId)?.parted(deviceId);
		this.#port.onLost(own);
	}

	/** At the nodes, too. Idempotent. */
	close(): void {
		for (const conference of this.#conferences.values()) conference.close();
	}

	#choose(): string | undefined {
		const { nodes, crowdOf } = this.#port;
		return chooseNode(nodes().map((id) => ({ id, ofMeeting: this.devicesWith(id).length, all: crowdOf(id) })));
	}

	#conferenceOn(nodeId: string): NodeConference {
		const { request, declare, log } = this.#port;
		const known = this.#conferences.get(nodeId);
		if (known) return known;
		const conference = new NodeConference(this.#meetingId, {
			request: (name, input) => request(nodeId, name, input),
			declare,
			log: log.child({ nodeId }),
			onStageTold: () => {
				if (!this.owesStage) this.#port.onStageTold();
			},
			onLost: () => this.#port.onGone(this.devicesWith(nodeId)),
		});
		this.#conferences.set(nodeId, conference);
		return conference;
	}
}
