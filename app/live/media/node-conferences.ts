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
	readonly onGone: (nodeId: string, deviceIds: readonly string[]) => void;
	/** Whether somebody is in the meeting with that device, or may come back with it. */
	readonly isHere: (deviceId: string) => boolean;
	readonly log: Logger;
}

type Carried = NodeNotice<'node-ready'>['conferences'][number];

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

	/** Both carry the meeting. */
	areNeighbours(nodeId: string, other: string): boolean {
		return nodeId !== other && this.#conferences.has(nodeId) && this.#conferences.has(other);
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
	nodeReady(nodeId: string, carried: Carried | undefined): void {
		if (carried && this.#adopt(nodeId, carried)) return;
		const conference = this.#conferences.get(nodeId);
		if (!conference) return;
		conference.forget();
		this.#port.onGone(nodeId, this.devicesWith(nodeId));
	}

	/** A node is not expected back: its devices find a place with another one. */
	nodeGone(nodeId: string): void {
		const own = this.devicesWith(nodeId);
		for (const deviceId of own) this.#homes.delete(deviceId);
		this.#conferences.get(nodeId)?.forget();
		this.#conferences.delete(nodeId);
		if (own.length > 0) this.#port.onGone(nodeId, own);
	}

	/** Devices that nobody is in the meeting with leave their nodes: they did not come back after a restart of ours. */
	dropAbsent(): void {
		for (const deviceId of this.#homes.keys()) if (!this.#port.isHere(deviceId)) this.left(deviceId);
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

	/**
	 * A node carries this, whether this process knows of it or one before it did: it goes on. False where it has nobody
	 * who would stay.
	 */
	#adopt(nodeId: string, { conferenceId, revision, endpointIds }: Carried): boolean {
		const isElsewhere = (deviceId: string) => this.isElsewhere(deviceId, nodeId);
		const [stay = [], go = []] = [true, false].map((stays) =>
			endpointIds.filter((each) => (!isElsewhere(each) && this.#port.isHere(each)) === stays),
		);
		if (!this.#conferences.has(nodeId) && stay.length === 0) {
			this.#port.request(nodeId, 'close', { conferenceId }).catch((error: unknown) => {
				this.#port.log.warn({ err: error, nodeId }, 'a conference that nobody is in could not be closed');
			});
			return false;
		}
		const conference = this.#conferenceOn(nodeId);
		for (const deviceId of stay) this.#homes.set(deviceId, nodeId);
		const lost = conference.nodeReturned(revision, stay);
		for (const deviceId of go) conference.left(deviceId);
		this.#port.onLost(lost.filter((deviceId) => !isElsewhere(deviceId)));
		return true;
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
			onLost: () => this.#port.onGone(nodeId, this.devicesWith(nodeId)),
		});
		this.#conferences.set(nodeId, conference);
		return conference;
	}
}
