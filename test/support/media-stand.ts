import type { MediaMessages } from '#contract/messages.ts';
import { openDatabase, type Database } from '#db/client.ts';
import type { MediaDirector } from '#live/media/media-director.ts';
import { MediaPlane } from '#live/media/media-plane.ts';
import type { PlacedNode } from '#live/media/placed-node.ts';
import type { RunningMeeting } from '#live/running-meeting.ts';
import { RunningMeetings } from '#live/running-meetings.ts';
import { ownerOf } from '#meeting/sound.ts';
import type { NodeRequestHandlers, NodeRequestName, NodeRequestOutput } from '#sfu/link/contract.ts';
import type { Source } from '#sfu/link/contract-endpoint.ts';
import { dialLink, type NodeLink } from '#sfu/link/dial-link.ts';
import type { MediaNodeOptions } from '#sfu/node/media-node.ts';
import { TestNode } from '#test/sfu/media-node.ts';
import { cameraParameters, microphoneParameters, screenParameters } from '#test/sfu/rtp.ts';
import { tokenOf, whoseInTests } from '#test/sfu/tokens.ts';
import { createTestMeeting, type TestMeeting } from '#test/support/test-meeting.ts';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { expect } from 'vitest';
import { above } from './placed-nodes.ts';
import { requirePlan } from './require-plan.ts';

const log = pino({ level: 'silent' });
const parameters = { camera: cameraParameters, microphone: microphoneParameters, screen: screenParameters };

type Times = NonNullable<MediaNodeOptions['times']>;

/** What is waited for, on a machine that may have much else to do. */
export const patiently = (message: string) => ({ message, timeout: 15_000 });

/** A media node with real workers, started by itself, which dials the control process of a stand. */
export class StandNode {
	readonly id: string;
	readonly media: TestNode;
	/** what it was asked, in this order */
	readonly asked: NodeRequestName[] = [];
	readonly #stand: MediaStand;
	/** where it dials: the control process's server, at the end of a line that can be cut */
	readonly #line = createServer();
	readonly #connections = new Set<Socket>();
	readonly #own: Partial<NodeRequestHandlers>;
	#link: NodeLink | undefined;
	#isCut = false;

	static async start(stand: MediaStand, id: string, handlers: Partial<NodeRequestHandlers>, times: Times) {
		const told: { by?: StandNode } = {};
		const notify: MediaNodeOptions['notify'] = (name, notice) => told.by?.tell(name, notice);
		const media = await TestNode.start({ notify, times });
		const node = new StandNode(stand, id, media, handlers);
		told.by = node;
		node.#line.listen(0, '127.0.0.1');
		await once(node.#line, 'listening');
		await node.#dial();
		return node;
	}

	private constructor(stand: MediaStand, id: string, media: TestNode, own: Partial<NodeRequestHandlers>) {
		this.#own = own;
		this.#stand = stand;
		this.id = id;
		this.media = media;
		this.#line.on('connection', (connection: Socket) => this.#connections.add(connection));
		this.#line.on('upgrade', (request, socket, head) => {
			if (this.#isCut) socket.destroy();
			else stand.plane.entry.handleUpgrade(request, socket, head);
		});
	}

	readonly tell: MediaNodeOptions['notify'] = (name, notice) => this.#link?.notify(name, notice);

	/** The line is cut; the node goes on by itself. */
	async cut(): Promise<void> {
		this.#isCut = true;
		for (const connection of this.#connections) connection.destroy();
		await this.untilAway();
	}

	/** The line stands again, and the node finds it. */
	async mend(): Promise<void> {
		this.#isCut = false;
		await this.untilThere();
	}

	/** The node ends; what it carries is left as it is, to see that nobody listens to it. */
	async end(): Promise<void> {
		this.#link?.close();
		await this.untilAway();
	}

	/** After its end, with what it carried: as a line that was down for very long. */
	async begin(): Promise<void> {
		await this.#dial();
	}

	async untilThere(): Promise<void> {
		await expect.poll(() => this.#stand.plane.nodes, patiently(`node ${this.id} to be there`)).toContain(this.id);
	}

	async untilAway(): Promise<void> {
		await expect.poll(() => this.#stand.plane.nodes, patiently(`node ${this.id} to be away`)).not.toContain(this.id);
	}

	/** Who is in the stand's meeting there. */
	async endpoints(): Promise<string[]> {
		const { conferences } = await this.media.ask['get-stats']({});
		const own = conferences.find(({ conferenceId }) => conferenceId === this.#stand.meeting.id);
		return own?.endpoints.map(({ endpointId }) => endpointId) ?? [];
	}

	close(): void {
		this.#link?.close();
		this.#line.close();
		this.media.close();
	}

	async #dial(): Promise<void> {
		const all = Object.entries({ ...this.media.ask, ...this.#own }) as [NodeRequestName, (input: unknown) => unknown][];
		const handlers = all.map(([name, handle]) => {
			const heard = (input: unknown) => {
				this.asked.push(name);
				return handle(input);
			};
			return [name, heard] as const;
		});
		this.#link = dialLink({
			url: `http://127.0.0.1:${(this.#line.address() as AddressInfo).port}`,
			token: tokenOf(this.id),
			handlers: Object.fromEntries(handlers) as unknown as NodeRequestHandlers,
			ready: () => this.media.node.describe(),
			onHeard: () => this.media.node.heard(),
			onLost: () => {},
			graceMs: 600_000,
			log,
		});
		await this.untilThere();
	}
}

/** A meeting under way with its media director, and the nodes that dial it; what devices are told is kept. */
export class MediaStand {
	/** what was told, and to whom; `all`: to everybody */
	readonly told: { deviceId: string; name: string; message: unknown }[] = [];
	/** devices that somebody is in the meeting with */
	readonly present = new Set<string>();
	/** of those, devices whose own link is down */
	readonly unheard = new Set<string>();
	/** where an administrator has placed the nodes; a change is to be said to the plane */
	placed: readonly PlacedNode[] = [];
	/** where participants are, nearest first; others are of no unit */
	readonly units = new Map<string, readonly string[]>();
	/** which node operators chose for whom */
	readonly chosen = new Map<string, string>();
	readonly db: Database;
	readonly #folder: string;
	readonly #nodes: StandNode[] = [];
	readonly meeting: TestMeeting;
	#meetings: RunningMeetings;
	running!: RunningMeeting;
	plane!: MediaPlane;
	director!: MediaDirector;

	static async open(): Promise<MediaStand> {
		const stand = new MediaStand();
		await stand.#furnish();
		await stand.running.giveAsSystem('open-meeting', { plan: requirePlan(stand.db, stand.meeting.id) });
		// Before the start nobody would be on the stage.
		await stand.running.give(stand.asChair(), { name: 'start-meeting', input: {} }, 'request-start');
		return stand;
	}

	private constructor() {
		this.#folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-'));
		this.db = openDatabase(path.join(this.#folder, 'db.sqlite'));
		this.#meetings = new RunningMeetings(this.db, log);
		this.meeting = createTestMeeting(this.db, { delegates: 1 });
	}

	asChair() {
		return { kind: 'participant', participantId: this.meeting.chairId, deviceId: 'device-of-the-chair' } as const;
	}

	/** A node that is connected. `handlers`, `times`: in place of its own. */
	async node(id: string, handlers: Partial<NodeRequestHandlers> = {}, times: Times = {}): Promise<StandNode> {
		const node = await StandNode.start(this, id, handlers, times);
		this.#nodes.push(node);
		return node;
	}

	/** Another control process in place of this one; nodes find it by themselves. */
	async restart(): Promise<void> {
		await this.stop();
		await this.start();
	}

	/** The control process ends. */
	async stop(): Promise<void> {
		await this.plane.close();
		this.director.close();
		this.#meetings.close();
	}

	/** Another one begins. */
	async start(): Promise<void> {
		this.#meetings = new RunningMeetings(this.db, log);
		await this.#furnish();
	}

	/** A device comes and joins; returns the receiving transport's id. */
	async enter(deviceId: string, participantId: string): Promise<NodeRequestOutput<'join'>> {
		this.present.add(deviceId);
		await this.running.giveAsSystem('connect-device', { deviceId, participantId });
		const opened = (await this.director.request(deviceId, 'open', {})) as NodeRequestOutput<'open'>;
		const joined = await this.director.request(deviceId, 'join', { ...opened, probe: false });
		return joined as NodeRequestOutput<'join'>;
	}

	/** A device comes, and sends; returns the producer's id. */
	async join(deviceId: string, participantId: string, source: Source = 'camera'): Promise<string> {
		const transportId = (await this.enter(deviceId, participantId)).send.id;
		const kind = source === 'microphone' ? 'audio' : 'video';
		const rtpParameters = parameters[source];
		const sent = { transportId, kind, source, rtpParameters, paused: false };
		return ((await this.director.request(deviceId, 'produce', sent)) as NodeRequestOutput<'produce'>).producerId;
	}

	leave(deviceId: string): void {
		this.present.delete(deviceId);
		this.director.leave(deviceId);
	}

	direct(participantId: string) {
		return this.running.give(this.asChair(), { name: 'direct-stage', input: { participantId } }, 'request-direct');
	}

	heard<N extends keyof MediaMessages>(deviceId: string, name: N): MediaMessages[N][] {
		const own = this.told.filter((each) => each.deviceId === deviceId && each.name === name);
		return own.map((each) => each.message as MediaMessages[N]);
	}

	/** Resolves once a device is told of a track of another one. */
	async hears(deviceId: string, from: string): Promise<void> {
		const sources = () => this.heard(deviceId, 'media/consumer-created').map((each) => each.sourceEndpointId);
		await expect.poll(sources, patiently(`${deviceId} to be told of the track of ${from}`)).toContain(from);
	}

	async close(): Promise<void> {
		for (const node of this.#nodes) node.close();
		await this.stop();
		this.db.close();
		rmSync(this.#folder, { recursive: true });
	}

	async #furnish(): Promise<void> {
		this.running = await this.#meetings.require(this.meeting.id);
		const registry = {
			whose: whoseInTests,
			placed: () => this.placed,
			unitPath: (participantId: string) => this.units.get(participantId) ?? [],
			unitsAbove: above,
			unitName: (unitId: string) => `the ${unitId}`,
			chosenNodes: () => this.chosen,
		};
		this.plane = await MediaPlane.open(registry, log);
		this.director = this.plane.direct(this.running);
		this.director.watch({
			tell: (deviceId, name, message) => void this.told.push({ deviceId, name, message }),
			tellAll: (name, message) => void this.told.push({ deviceId: 'all', name, message }),
			has: (deviceId) => this.present.has(deviceId),
			hears: (deviceId) => this.present.has(deviceId) && !this.unheard.has(deviceId),
			participantWith: (deviceId) => ownerOf(this.running.state, deviceId),
		});
	}
}
