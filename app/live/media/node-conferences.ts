import type { NodeNotice, NodeRequestInput, NodeRequestName, NodeRequestOutput, Reserve } from '#sfu/link/contract.ts';
import { MediaError } from '#sfu/link/errors.ts';
import type { Logger } from 'pino';
import { Declarations, type Common } from './declarations.ts';
import { HomeChoice, type HomeChoicePort } from './home-choice.ts';
import type { Home } from './home-of.ts';
import { Homes } from './homes.ts';
import { MeetingTree } from './meeting-tree.ts';
import { Newcomers } from './newcomers.ts';
import { NodeConference } from './node-conference.ts';
import { ReturningNodes } from './returning-nodes.ts';
import type { Above } from './tree-of.ts';

interface NodeConferencesPort extends HomeChoicePort {
	readonly request: <N extends NodeRequestName>(
		nodeId: string,
		name: N,
		input: NodeRequestInput<N>,
	) => Promise<NodeRequestOutput<N>>;
	readonly above: Above;
	readonly declare: () => Common;
	/** The devices that alone may be in it while a closed item is dealt with; null: all. */
	readonly audience: () => readonly string[] | null;
	/** Other nodes carry the meeting by now: they are to be told of each other. */
	readonly onShaped: () => void;
	/** Nodes that carried the meeting before a restart of ours are not waited for any longer. */
	readonly onAwaitedNoLonger: () => void;
	/** All nodes follow what was the stage when they were told. */
	readonly onStageTold: () => void;
	/** The media of these devices are gone from their node, which expects them back. */
	readonly onLost: (deviceIds: readonly string[]) => void;
	/** These devices' node has nothing of them any more, and does not expect them. */
	readonly onGone: (nodeId: string, deviceIds: readonly string[]) => void;
	/** Nothing comes from the node, whose link may be cut. */
	readonly isSilent: (nodeId: string) => boolean;
	/** Whether somebody is in the meeting with that device, or may come back with it. */
	readonly isHere: (deviceId: string) => boolean;
	readonly log: Logger;
}

type Carried = NodeNotice<'node-ready'>['conferences'][number];

/** After a node that is there did not open the conference: how long until it is asked again, in ms. */
const openAgainAfter = 1_000;

/** Whose node returns after it was silent, as behind a line that was cut, may be behind the same cut, and comes so much later. ms */
const backWithin = 10_000;

/** One meeting's conference on the nodes that carry it, and the node of each device: it stays where it was admitted. */
export class NodeConferences {
	readonly #meetingId: string;
	readonly #port: NodeConferencesPort;
	/** by node */
	readonly #conferences = new Map<string, NodeConference>();
	readonly #homes: Homes;
	readonly #choice: HomeChoice;
	readonly #tree: MeetingTree;
	readonly #declarations: Declarations;
	readonly #newcomers = new Newcomers();
	#late: NodeJS.Timeout | undefined;
	#again: NodeJS.Timeout | undefined;
	readonly #returning: ReturningNodes;

	constructor(meetingId: string, port: NodeConferencesPort) {
		this.#meetingId = meetingId;
		this.#port = port;
		this.#tree = new MeetingTree({
			nodes: port.nodes,
			above: port.above,
			// What a node carries goes on while its link is down. One that is to be emptied carries nothing for others.
			isUsable: ({ node, ready }) =>
				(ready || this.#conferences.get(node.id)?.isOpen === true) && (!node.draining || this.countWith(node.id) > 0),
			onLetGo: () => this.#shape(),
		});
		this.#homes = new Homes(
			(nodeId) => {
				this.#tree.letGo(nodeId);
				this.#shape();
			},
			(nodeId) => this.#tree.hold(nodeId),
		);
		this.#choice = new HomeChoice(port, this.#homes, () => this.#tree.whole);
		this.#returning = new ReturningNodes(() => {
			this.#shape();
			port.onAwaitedNoLonger();
		});
		this.#declarations = new Declarations({ ...port, homes: this.#homes, tree: this.#tree });
	}

	/** Some node follows another stage than the one of now. */
	get owesStage(): boolean {
		return this.#forAll((conferences) => conferences.some((conference) => conference.owesStage));
	}

	nodeOf(deviceId: string): string | undefined {
		return this.#homes.nodeOf(deviceId);
	}

	/** What this node says of the device is of a former life: it is with another one now. */
	isElsewhere(deviceId: string, nodeId: string): boolean {
		return (this.#homes.nodeOf(deviceId) ?? nodeId) !== nodeId;
	}

	devicesWith(nodeId: string): readonly string[] {
		return this.#homes.devicesWith(nodeId);
	}

	countWith(nodeId: string): number {
		return this.#homes.countWith(nodeId);
	}

	/** Whether two nodes have a line between them in this meeting. */
	areNeighbours(a: string, b: string): boolean {
		return this.#tree.areNeighbours(a, b);
	}

	/** The node has the device, whatever is known here. */
	found(deviceId: string, nodeId: string): void {
		this.#homes.find(deviceId, nodeId);
	}

	/**
	 * Where the device is, or is to be from now on. `comes`: it joins anew; its media are gone from a node that is not there,
	 * and it waits for none that is awaited. Throws MediaError `media-node-absent`.
	 */
	place(deviceId: string, comes: boolean): { readonly nodeId: string; readonly conference: NodeConference } {
		const former = this.#homes.nodeOf(deviceId);
		const stays = former !== undefined && !(comes && this.#isAway(former));
		const nodeId = stays ? former : (this.#choice.for(deviceId) ?? former);
		if (nodeId === undefined) throw new MediaError('media-node-absent');
		if (former !== undefined && former !== nodeId) this.#part(deviceId, former);
		if (former === undefined) this.#newcomers.came(deviceId);
		this.#homes.set(deviceId, nodeId);
		if (former !== nodeId && this.#port.audience()) this.#shape();
		return { nodeId, conference: this.#conferenceOn(nodeId) };
	}

	/** Whether there is a node that can answer what the device asks. `comes`: it joins anew. */
	isAnswered(deviceId: string, comes: boolean): boolean {
		const nodeId = this.#homes.nodeOf(deviceId);
		if (nodeId !== undefined && !this.#isAway(nodeId)) return true;
		// It may be with a node that is not back yet after a restart of ours.
		if (nodeId === undefined && (this.#returning.areAwaited || this.#choice.isAwaited(deviceId))) return false;
		return (nodeId === undefined || comes) && this.#port.nodes().some(({ ready }) => ready);
	}

	/** Returns the reserves that nodes have by now. */
	tell(): ReadonlyMap<string, Reserve> {
		return this.#forAll((conferences) => {
			for (const conference of conferences) void conference.tell();
			return this.#declarations.reserves;
		});
	}

	/** The device left the meeting; where its node is silent, too, it is behind the same cut, and its media go on. */
	left(deviceId: string): void {
		const nodeId = this.#homes.nodeOf(deviceId);
		if (nodeId !== undefined && !this.#port.isSilent(nodeId)) this.#part(deviceId, nodeId);
	}

	/** A node is there, or there again, and still carries this; undefined: nothing of this meeting. */
	nodeReady(nodeId: string, carried: Carried | undefined): void {
		const conference = this.#conferences.get(nodeId);
		if (!carried || !this.#adopt(nodeId, carried)) {
			this.#returning.came(nodeId);
			conference?.forget();
			if (conference) this.#port.onGone(nodeId, this.devicesWith(nodeId));
		}
		if (!this.devicesWith(nodeId).every((deviceId) => this.#port.isHere(deviceId)))
			this.#late ??= setTimeout(() => this.dropAbsent(), backWithin).unref();
		this.placementChanged();
		this.#takeIn(nodeId);
	}

	/**
	 * A node is not expected back: its devices find a place with another one. Who has not yet when it returns is with it
	 * still: of a line that was cut for a while nobody has to move.
	 */
	nodeGone(nodeId: string): void {
		const own = this.devicesWith(nodeId);
		this.#tree.letGo(nodeId);
		this.#conferences.get(nodeId)?.forget();
		this.#conferences.delete(nodeId);
		this.#shape();
		if (own.length > 0) this.#port.onGone(nodeId, own);
	}

	/** Nodes stand elsewhere, others may be in a closed item, or nodes are to be emptied: who is with one of those goes to another one. */
	placementChanged(): void {
		this.#shape();
		for (const { node } of this.#port.nodes())
			if (node.draining && this.countWith(node.id) > 0) this.placeAnew(this.devicesWith(node.id));
	}

	/** These look for a place as if they came: who finds another one is called to it. */
	placeAnew(deviceIds: readonly string[]): void {
		const moves = deviceIds.map((deviceId) => ({ deviceId, from: this.#move(deviceId) }));
		const moved = Map.groupBy(moves, ({ from }) => from);
		moved.delete(undefined);
		if (moved.size > 0) this.#shape();
		for (const [from = '', own] of moved) {
			const theirs = own.map(({ deviceId }) => deviceId);
			this.#port.onGone(from, theirs);
		}
	}

	/** With which node each device is, and why. */
	whereAndWhy(): ReadonlyMap<string, Home> {
		return this.#choice.all();
	}

	/** Devices that nobody is in the meeting with leave their nodes: they did not come back after a restart of ours, or a cut. */
	dropAbsent(): void {
		this.#late = undefined;
		for (const deviceId of this.#homes.deviceIds) if (!this.#port.isHere(deviceId)) this.left(deviceId);
	}

	/** The media of these devices are gone from the node. */
	lost(nodeId: string, deviceIds: readonly string[]): void {
		const own = deviceIds.filter((deviceId) => this.#homes.nodeOf(deviceId) === nodeId);
		for (const deviceId of own) this.#conferences.get(nodeId)?.parted(deviceId);
		this.#port.onLost(own);
	}

	/** At the nodes, too. Idempotent. */
	close(): void {
		for (const timer of [this.#again, this.#late]) clearTimeout(timer);
		this.#returning.close();
		this.#tree.close();
		for (const conference of this.#conferences.values()) conference.close();
	}

	/**
	 * A node carries this, whether this process knows of it or one before it did: it goes on. False where it has nobody
	 * who would stay, and nobody beyond it.
	 */
	#adopt(nodeId: string, { conferenceId, revision, neighbours, endpointIds }: Carried): boolean {
		const isElsewhere = (deviceId: string) => this.isElsewhere(deviceId, nodeId);
		// Whose home was kept may not be back yet.
		const stays = (each: string) =>
			this.#homes.nodeOf(each) === nodeId || (!isElsewhere(each) && this.#port.isHere(each));
		const [stay, go] = [endpointIds.filter(stays), endpointIds.filter((each) => !stays(each))];
		if (!this.#conferences.has(nodeId) && stay.length === 0 && neighbours.length === 0) {
			this.#port.request(nodeId, 'close', { conferenceId }).catch((error: unknown) => {
				this.#port.log.warn({ err: error, nodeId }, 'a conference that nobody is in could not be closed');
			});
			return false;
		}
		// On the way between others, of which nothing may be known yet.
		if (stay.length === 0) this.#tree.hold(nodeId);
		// Of nodes that come later nothing is put off.
		if (neighbours.length > 0 && (this.#conferences.size === 0 || this.#returning.areAwaited))
			this.#returning.await([nodeId, ...neighbours].filter((each) => !this.#conferences.has(each)));
		const conference = this.#conferenceOn(nodeId);
		for (const deviceId of stay) this.#homes.set(deviceId, nodeId);
		const lost = conference.nodeReturned(revision, stay);
		for (const deviceId of go) conference.left(deviceId);
		this.#port.onLost(lost.filter((deviceId) => !isElsewhere(deviceId)));
		return true;
	}

	/**
	 * After a cut, or a restart of the server's machine, devices and their node come back at the same time: who was first is where
	 * the line carries each by itself.
	 */
	#takeIn(nodeId: string): void {
		for (const deviceId of this.#newcomers.all)
			if (this.#choice.ownOf(deviceId) === nodeId && this.#choice.for(deviceId) === nodeId) this.placeAnew([deviceId]);
	}

	#part(deviceId: string, nodeId: string): void {
		this.#homes.delete(deviceId);
		this.#newcomers.left(deviceId);
		this.#conferences.get(nodeId)?.left(deviceId);
	}

	/** At once: what the former node still says of the device is of a former life. Returns that node; undefined where it stays. */
	#move(deviceId: string): string | undefined {
		const [former, nodeId] = [this.#homes.nodeOf(deviceId), this.#choice.for(deviceId)];
		if (former === undefined || nodeId === undefined || nodeId === former) return undefined;
		this.#homes.set(deviceId, nodeId);
		this.#conferences.get(former)?.left(deviceId);
		return former;
	}

	#isAway(nodeId: string): boolean {
		return !this.#port.nodes().some(({ node, ready }) => ready && node.id === nodeId);
	}

	/** Nodes on the way between others carry the meeting, too; those that nobody needs any more do not. */
	#shape(): void {
		const audience = this.#port.audience();
		if (audience)
			this.#tree.follow(
				audience.flatMap((deviceId) => this.#homes.nodeOf(deviceId) ?? []),
				false,
			);
		else this.#tree.follow(this.#homes.nodeIds, true);
		const { own } = this.#tree;
		const nodes = this.#port.nodes();
		for (const { node, ready } of nodes)
			if (ready && own.has(node.id) && this.countWith(node.id) === 0) this.#open(node.id);
		// Where nobody is with any node, they may come back to the one that they were with.
		for (const [nodeId, conference] of own.size > 0 ? [...this.#conferences] : []) {
			if (own.has(nodeId) || this.countWith(nodeId) > 0 || conference.isOpening) continue;
			conference.close();
			this.#conferences.delete(nodeId);
		}
		this.#port.onShaped();
	}

	/** Nobody is with the node who would ask for it. */
	#open(nodeId: string): void {
		const conference = this.#conferenceOn(nodeId);
		if (conference.isOpen || conference.isOpening) return;
		conference.open().then(
			() => {
				if (!this.#tree.own.has(nodeId)) this.#shape();
			},
			(error: unknown) => {
				this.#port.log.warn({ err: error, nodeId }, 'a conference between others could not be opened');
				clearTimeout(this.#again);
				this.#again = setTimeout(() => this.#shape(), openAgainAfter).unref();
			},
		);
	}

	#forAll<T>(task: (conferences: readonly NodeConference[]) => T): T {
		const conferences = [...this.#conferences.values()];
		return conferences.length > 1 ? this.#declarations.atOnce(() => task(conferences)) : task(conferences);
	}

	#conferenceOn(nodeId: string): NodeConference {
		const { request, log } = this.#port;
		const known = this.#conferences.get(nodeId);
		if (known) return known;
		const conference = new NodeConference(this.#meetingId, {
			request: (name, input) => request(nodeId, name, input),
			declare: () => (this.#returning.areAwaited ? undefined : this.#declarations.to(nodeId)),
			log: log.child({ nodeId }),
			onStageTold: () => {
				if (!this.owesStage) this.#port.onStageTold();
			},
			onReported: () => this.#returning.came(nodeId),
			onLost: () => this.#port.onGone(nodeId, this.devicesWith(nodeId)),
		});
		this.#conferences.set(nodeId, conference);
		return conference;
	}
}
