import type { MediaMessages } from '#contract/messages.ts';
import type { Speakers } from '#meeting/stage/stage-of.ts';
import { ownerOf } from '#meeting/sound.ts';
import { stageModeOf } from '#meeting/stage/state.ts';
import type { MeetingEvent } from '#meeting/record.ts';
import type { Refusal } from '#meeting/refusal.ts';
import type { NodeNotice } from '#sfu/link/contract.ts';
import type { EndpointNotice, EndpointNoticeName, EndpointRequestName } from '#sfu/link/contract-endpoint.ts';
import type { Link } from '#sfu/link/serve-link.ts';
import type { Logger } from 'pino';
import { Timings } from '../ops/timings.ts';
import type { Observer } from '../observer.ts';
import type { RunningMeeting } from '../running-meeting.ts';
import type { Audience } from './audience.ts';
import { ClosedDoor } from './closed-door.ts';
import type { Common } from './declarations.ts';
import { DeviceRequests } from './device-requests.ts';
import { Ear } from './ear.ts';
import type { KnownNodes } from './known-nodes.ts';
import { Levels, type Level } from './levels.ts';
import { Links } from './links.ts';
import { Looks } from './looks.ts';
import { NodeConferences } from './node-conferences.ts';
import { MeetingPlaces, type Places } from './places.ts';
import { Reaches } from './reaches.ts';
import { ReserveNews } from './reserve-news.ts';
import { sitesOf } from './reserve-of.ts';
import { awaitedDevices, hasSound, resolveStage } from './resolve-stage.ts';
import { Sending } from './sending.ts';

interface MediaDirectorPorts {
	readonly request: Link['request'];
	readonly nodes: KnownNodes;
	readonly places: Places;
	/** how many devices of all meetings are with a node */
	readonly crowdOf: (nodeId: string) => number;
	readonly observer: Observer;
	readonly log: Logger;
	readonly closed: () => void;
}

/** These may put somebody else onto the main place. */
const switching: ReadonlySet<MeetingEvent['type']> = new Set([
	'floor-granted',
	'stage-directed',
	'poll-advanced',
	'address-begun',
]);

/** These may take somebody off the air. */
const silencing: ReadonlySet<MeetingEvent['type']> = new Set([
	'floor-ended',
	'address-ended',
	'content-ended',
	'meeting-paused',
	'item-started',
]);

/** Turns one meeting's state into what its media conference shows, and speaks for its devices on the link. */
export class MediaDirector {
	readonly meeting: RunningMeeting;
	readonly sending = new Sending();
	readonly links = new Links();
	readonly reaches: Reaches;
	/** how long devices wait, by device */
	readonly timings: Timings;
	readonly #ports: MediaDirectorPorts;
	readonly #conferences: NodeConferences;
	readonly #stopListening: () => void;
	readonly #asking: DeviceRequests;
	readonly #looks: Looks;
	readonly #ear: Ear;
	readonly #levels = new Levels();
	readonly #door = new ClosedDoor();
	readonly #reserves = new ReserveNews((deviceId, endpointIds) => this.#tell(deviceId, 'reserve', { endpointIds }));
	readonly #places: MeetingPlaces;
	#audience: Audience | undefined;
	#directing: NodeJS.Immediate | undefined;

	constructor(meeting: RunningMeeting, ports: MediaDirectorPorts) {
		this.meeting = meeting;
		this.#ports = ports;
		this.#places = new MeetingPlaces(meeting, ports.places);
		this.timings = new Timings((name, ms) => ports.observer.timed(name, ms));
		this.reaches = new Reaches({ state: () => meeting.state, onChanged: () => this.#direct() });
		this.#looks = new Looks(() => this.#direct());
		this.#ear = new Ear({
			// Of somebody's devices only the one that is heard can make them a speaker.
			ownerOf: (deviceId) => (hasSound(meeting.state, deviceId) ? ownerOf(meeting.state, deviceId) : undefined),
			onSpeaking: (endpointIds) => this.#tellAll('speaking', { endpointIds: [...endpointIds] }),
			onSpeakers: (speakers) => {
				this.#audience?.tellAll('speakers', speakers);
				this.#direct();
			},
		});
		this.#conferences = new NodeConferences(meeting.id, {
			request: ports.request,
			nodes: () => ports.nodes.known,
			crowdOf: ports.crowdOf,
			placed: () => ports.nodes.placed,
			isAwaited: (nodeId) => ports.nodes.isAwaited(nodeId),
			unitsOf: (deviceId) => this.#places.unitsOf(this.#audience?.participantWith(deviceId)),
			chosenFor: (deviceId) => this.#places.chosenFor(this.#audience?.participantWith(deviceId)),
			above: this.#places.above,
			declare: () => this.#declare(),
			audience: () => this.#door.inside,
			onShaped: () => this.#direct(),
			onAwaitedNoLonger: () => ports.nodes.look(),
			onStageTold: () => this.timings.end('switch', ''),
			onLost: (deviceIds) => this.#callBack(deviceIds),
			onGone: (nodeId, deviceIds) => this.#callElsewhere(nodeId, deviceIds),
			isSilent: (nodeId) => ports.nodes.isSilent(nodeId),
			isHere: (deviceId) => this.#audience?.has(deviceId) ?? false,
			log: ports.log,
		});
		this.#asking = new DeviceRequests(meeting, {
			request: ports.request,
			nodes: ports.nodes,
			conferences: this.#conferences,
			links: this.links,
			timings: this.timings,
			isOutside: (deviceId) => this.#door.isOutside(deviceId),
			isAwaited: (deviceId) => this.#awaited.has(deviceId),
			onCaughtUp: (deviceId) => this.#reserves.repeat(deviceId),
			tell: (deviceId, name, notice) => this.#tell(deviceId, name, notice),
		});
		this.#stopListening = meeting.onRecords((records) => {
			const isSwitch = records.some(({ event }) => switching.has(event.type));
			const isOnAir = isSwitch || records.some(({ event }) => silencing.has(event.type));
			const owesStage = isOnAir && this.#conferences.owesStage;
			if (isSwitch && owesStage) this.timings.begin('switch', '');
			this.#keepOutside();
			// Before hundreds of devices are told what is recorded, in this very turn.
			if (owesStage) this.#directNow();
			else this.#direct();
		});
		this.#keepOutside();
	}

	watch(audience: Audience): void {
		this.#audience = audience;
	}

	/** Who stands on the stage of a meeting that the voice directs; nobody in others, where it is of no use. */
	get speakers(): Speakers {
		return this.#ear.speakers;
	}

	/** A device asks for its own endpoint. Throws MediaError; refuses what the meeting does not allow. */
	request(deviceId: string, name: EndpointRequestName, input: object): Promise<object | null | Refusal> {
		return this.#asking.request(deviceId, name, input);
	}

	/** Whom a device looks at live besides the stage; nobody: an empty list. */
	look(deviceId: string, participantIds: readonly string[]): void {
		this.#looks.choose(deviceId, participantIds);
		this.#direct();
	}

	/** With which node each device is. */
	get homes(): Pick<NodeConferences, 'nodeOf' | 'devicesWith' | 'countWith' | 'whereAndWhy' | 'placeAnew'> {
		return this.#conferences;
	}

	/** Whether two nodes have a line between them in this meeting. */
	areNeighbours(a: string, b: string): boolean {
		return this.#conferences.areNeighbours(a, b);
	}

	/** Nodes, or units, stand elsewhere by now, or a node is to be emptied. */
	placementChanged(): void {
		this.#places.forget();
		this.#conferences.placementChanged();
	}

	/** The device left the meeting. */
	leave(deviceId: string): void {
		this.#forget(deviceId);
		this.#conferences.left(deviceId);
	}

	sourceChanged(nodeId: string, { endpointId, source, state }: NodeNotice<'source-changed'>): void {
		if (this.#conferences.isElsewhere(endpointId, nodeId)) return;
		this.sending.set(endpointId, source, state);
		if (source === 'screen' && state === 'none') this.#stopContent(endpointId);
		this.#direct();
	}

	/** All that a node has from devices, in place of what was known of them. */
	sourcesTold(nodeId: string, sources: NodeNotice<'sources'>['sources']): void {
		const own = this.#ofNode(nodeId, sources);
		const screens = this.sending.devicesWith('screen');
		for (const { endpointId } of own) this.#conferences.found(endpointId, nodeId);
		for (const deviceId of this.#conferences.devicesWith(nodeId)) this.sending.forget(deviceId);
		for (const { endpointId, source, muted } of own) this.sending.set(endpointId, source, muted ? 'paused' : 'live');
		for (const deviceId of screens) if (!this.sending.has(deviceId, 'screen')) this.#stopContent(deviceId);
		this.#direct();
	}

	/** Voices as a node hears them: devices, loudest first. */
	levelsTold(nodeId: string, levels: NodeNotice<'levels'>['levels']): void {
		this.#listen(this.#levels.take(nodeId, this.#ofNode(nodeId, levels), performance.now()));
	}

	/** How the links of some devices are; each is told what has changed of its own. */
	linksTold(nodeId: string, links: NodeNotice<'links'>['links']): void {
		for (const { deviceId, grade, carrying } of this.links.take(this.#ofNode(nodeId, links)))
			this.#tell(deviceId, 'link', { grade, carrying });
	}

	/** A node is there, or there again, and still carries this; undefined: nothing of this meeting. */
	nodeReady(nodeId: string, carried: NodeNotice<'node-ready'>['conferences'][number] | undefined): void {
		this.#conferences.nodeReady(nodeId, carried);
		for (const { agoMs, forMs } of carried?.islands ?? []) this.#noteIsland(nodeId, Date.now() - agoMs, forMs);
	}

	/** A node is not expected back: its devices join anew with another one. */
	nodeGone(nodeId: string): void {
		this.#conferences.nodeGone(nodeId);
	}

	/**
	 * A node has been silent for a while. Who is heard from nevertheless is not behind a cut with it: they join anew with another
	 * one. The others come back with it.
	 */
	nodeSilent(nodeId: string): void {
		const heard = this.#conferences.devicesWith(nodeId).filter((deviceId) => this.#audience?.hears(deviceId));
		if (heard.length > 0) this.#callElsewhere(nodeId, heard);
	}

	/** After a restart of the server: who did not come back leaves the nodes, which kept their media. */
	dropAbsent(): void {
		this.#conferences.dropAbsent();
	}

	/** What a node has to say to one of its devices. */
	notify<N extends EndpointNoticeName>(nodeId: string, deviceId: string, name: N, notice: EndpointNotice<N>): void {
		if (!this.#conferences.isElsewhere(deviceId, nodeId)) this.#tell(deviceId, name, notice);
	}

	/** Of these devices everything at the node is gone: they join anew. */
	lost(nodeId: string, deviceIds: readonly string[]): void {
		this.#conferences.lost(nodeId, deviceIds);
	}

	close(): void {
		this.#stopListening();
		clearImmediate(this.#directing);
		this.#looks.close();
		this.reaches.close();
		this.#conferences.close();
		this.#ports.closed();
	}

	#listen(levels: readonly Level[]): void {
		const { state } = this.meeting;
		const directs = state.lifecycle.phase === 'live' && stageModeOf(state) === 'voice';
		this.#ear.listen(levels, directs, performance.now());
	}

	#forget(deviceId: string): void {
		this.#asking.forget(deviceId);
		this.#looks.choose(deviceId, []);
		this.sending.forget(deviceId);
		this.links.forget(deviceId);
		this.#reserves.forget(deviceId);
		this.timings.forget(deviceId);
	}

	get #awaited(): ReadonlySet<string> {
		return awaitedDevices(this.meeting.state, this.#ear.speakers);
	}

	#callElsewhere(nodeId: string, deviceIds: readonly string[]): void {
		for (const deviceId of deviceIds) this.sending.forget(deviceId);
		this.#listen(this.#levels.drop(nodeId, performance.now()));
		this.#callBack(deviceIds);
		this.#direct();
	}

	/** They join anew, first those for whom the others wait. */
	#callBack(deviceIds: readonly string[]): void {
		const awaited = this.#awaited;
		for (const deviceId of deviceIds.toSorted((a, b) => Number(awaited.has(b)) - Number(awaited.has(a)))) {
			this.links.forget(deviceId);
			this.timings.begin('heal', deviceId);
			this.#tell(deviceId, 'lost', {});
		}
	}

	/** What a node says of devices that are with another one by now is of their former life. */
	#ofNode<T extends { readonly endpointId: string }>(nodeId: string, entries: readonly T[]): T[] {
		return entries.filter(({ endpointId }) => !this.#conferences.isElsewhere(endpointId, nodeId));
	}

	#tell<N extends EndpointNoticeName>(deviceId: string, name: N, notice: EndpointNotice<N>): void {
		this.#audience?.tell(deviceId, `media/${name}` as keyof MediaMessages, notice as never);
	}

	/** Who may not attend what is dealt with now neither hears nor sends, whatever their devices believe. */
	#keepOutside(): void {
		const wasClosed = this.#door.inside !== null;
		for (const deviceId of this.#door.follow(this.meeting.state)) this.#forget(deviceId);
		if (wasClosed || this.#door.inside) this.#conferences.placementChanged();
	}

	/** Once for all that happens in this turn: hundreds who come at once change what they send within moments. */
	#direct(): void {
		this.#directing ??= setImmediate(() => this.#directNow());
	}

	#directNow(): void {
		clearImmediate(this.#directing);
		this.#directing = undefined;
		this.#looks.follow(this.meeting.state, this.sending);
		this.#reserves.follow(this.#conferences.tell());
	}

	#declare(): Common {
		const { state } = this.meeting;
		return {
			stage: resolveStage(state, this.sending, this.#ear.speakers, this.reaches.participantIds),
			views: this.#looks.views(state, this.sending),
			audience: this.#door.inside,
			sites: () => sitesOf(state, this.sending),
		};
	}

	#tellAll<N extends EndpointNoticeName>(name: N, notice: EndpointNotice<N>): void {
		this.#audience?.tellAll(`media/${name}` as keyof MediaMessages, notice as never);
	}

	#noteIsland(nodeId: string, from: number, forMs: number): void {
		const node = this.#ports.nodes.known.find((known) => known.node.id === nodeId)?.node;
		const [area, at] = [node ? this.#places.areaOf(node) : '', Math.round(from)];
		const island = { nodeId, area, from: at, to: Math.round(from + forMs) };
		this.meeting.giveAsSystem('note-island', island).catch((error: unknown) => {
			this.#ports.log.error({ err: error, nodeId }, 'that an area was on its own could not be recorded');
		});
	}

	#stopContent(deviceId: string): void {
		this.meeting.giveAsSystem('content-stopped', { deviceId }).catch((error: unknown) => {
			this.#ports.log.error({ err: error }, 'the end of content could not be recorded');
		});
	}
}
