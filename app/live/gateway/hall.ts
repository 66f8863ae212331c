import { allPresences } from '#meeting/presences.ts';
import { packStills } from '#contract/pack-stills.ts';
import type { IceServer, Messages } from '#contract/messages.ts';
import { getParticipant } from '#meeting/plan.ts';
import type { MeetingEvent } from '#meeting/record.ts';
import { isRefusal } from '#meeting/refusal.ts';
import { seesSharedMark, type SharedMark } from '#meeting/shared-marks.ts';
import { ownerOf } from '#meeting/sound.ts';
import { isVoting } from '#meeting/vote/is-voting.ts';
import { ownBallotsOf } from '#meeting/vote/own-ballots.ts';
import type { Logger } from 'pino';
import type { Server, Socket } from 'socket.io';
import type { MediaDirector } from '../media/media-director.ts';
import type { PaperReceipts } from '../paper-receipts.ts';
import type { RunningMeeting } from '../running-meeting.ts';
import { Wall } from '../wall/wall.ts';
import type { Entrant } from './authenticate.ts';
import { Buckets } from './buckets.ts';
import { MediaBudgets } from './media-budgets.ts';
import { Pacer } from './pacer.ts';
import { Device } from './device.ts';
import { LinkLookers } from './link-lookers.ts';
import { RelayRenewal } from './relay-renewal.ts';
import { ShownPage } from './shown-page.ts';
import { Telling } from './telling.ts';

/** After a restart of the server: how long the devices of before have to come back, in ms. */
const returnWithin = 15_000;

/** A secretary who types, with a chair's clicks besides, gives one each second. */
const mostDeeds = 120;
const deedsPerSecond = 4;

/** Of one participant: each costs events in the journal. */
const mostDevices = 10;

/** Who stayed for the sake of a vote has no further part in the meeting after it. */
const endsVote: ReadonlySet<MeetingEvent['type']> = new Set(['vote-closed', 'vote-cancelled']);

interface HallPorts {
	readonly io: Server;
	readonly serverId: string;
	/** valid from now on */
	readonly iceServersFor: (participantId: string) => readonly IceServer[];
	readonly media: MediaDirector;
	readonly receipts: Pick<PaperReceipts, 'receivedPlan'>;
	readonly log: Logger;
	/** the last device has left */
	readonly emptied: () => void;
}

/** The devices that are in one meeting, what they are told, and that they came and went. */
export class Hall {
	readonly meeting: RunningMeeting;
	readonly media: MediaDirector;
	readonly wall: Wall;
	readonly links: LinkLookers;
	readonly shown: ShownPage;
	/** commands of one participant, from all their devices: what they can make the journal grow by is bounded */
	readonly deeds = new Buckets(mostDeeds, deedsPerSecond);
	readonly mediaBudgets = new MediaBudgets();
	/** each may raise what a camera sends, and declares the stage anew */
	readonly reaching = new Buckets(20, 2);
	readonly #ports: HallPorts;
	readonly #devices = new Map<string, Device>();
	readonly #telling: Telling;
	readonly #pacer = new Pacer();
	readonly #relays: RelayRenewal<Device>;
	readonly #stopListening: () => void;
	readonly #returning: NodeJS.Timeout;
	#isReturning = true;
	/** how many have left and are still to be recorded as gone */
	#leaving = 0;

	constructor(meeting: RunningMeeting, ports: HallPorts) {
		this.meeting = meeting;
		this.media = ports.media;
		this.#ports = ports;
		this.#telling = new Telling(meeting, {
			...ports,
			pacer: this.#pacer,
			devices: () => [...this.#devices.values()],
			welcome: (device) => this.#receive(device, 0),
		});
		this.shown = new ShownPage({
			state: () => meeting.state,
			tell: (shown, to) => this.#telling.presented(shown, to),
			clock: Date.now,
		});
		this.#stopListening = meeting.onRecords((records, state, before) => {
			this.shown.keepUp(state);
			if (state.plan === before.plan) this.#telling.records(records, state);
			else {
				this.#telling.revision(records, before, () => this.#sendUninvitedAway());
				for (const device of this.#devices.values()) if (device.ear !== undefined) this.#notePapers(device);
			}
			if (records.some(({ event }) => endsVote.has(event.type))) this.#sendUninvitedAway();
			for (const { event } of records)
				if (event.type === 'ballot-cast' && event.choice !== null) this.#tellOwnBallots(event.personId);
		});
		this.media.watch({
			tell: (deviceId, name, message) => this.#devices.get(deviceId)?.tell(name, message),
			tellAll: (name, message) => this.#telling.toAll(name, message),
			has: (deviceId) =>
				this.#devices.has(deviceId) || (this.#isReturning && ownerOf(meeting.state, deviceId) !== undefined),
			hears: (deviceId) => this.#devices.get(deviceId)?.isHeard ?? false,
			participantWith: (deviceId) => this.#devices.get(deviceId)?.participantId,
		});
		this.wall = new Wall(meeting, {
			media: ports.media,
			tell: (deviceId, name, message) => this.#devices.get(deviceId)?.tell(name, message),
			hand: async (deviceId, stills) => this.#devices.get(deviceId)?.hand('wall/stills', packStills(stills)),
			gradeOf: (deviceId) => ports.media.links.get(deviceId)?.grade ?? 'unknown',
			clock: Date.now,
		});
		this.links = new LinkLookers({
			state: () => meeting.state,
			linkOf: (deviceId) => ports.media.links.get(deviceId),
			tell: (deviceId, links) => this.#devices.get(deviceId)?.tell('links/grades', links),
		});
		this.#relays = new RelayRenewal(
			() => this.#devices.values(),
			({ id, participantId }) => {
				const iceServers = ports.iceServersFor(participantId);
				if (iceServers.length > 0) this.#devices.get(id)?.tell('ice-servers', iceServers);
			},
		);
		this.#returning = setTimeout(() => this.#dropGhosts(), returnWithin);
	}

	/** Somebody whose session and invitation were checked comes in, or comes back. */
	async enter(socket: Socket, entrant: Entrant): Promise<Device | undefined> {
		const { deviceId, participantId } = entrant;
		const former = this.#devices.get(deviceId);
		const isTheirs = this.meeting.devices.isOf(deviceId, participantId);
		if (!isTheirs || (former && former.participantId !== participantId)) return turnAway(socket, 'device-taken-over');
		if (!former && this.#devicesOf(participantId).length >= mostDevices) return turnAway(socket, 'too-many-devices');
		const device = former ?? this.#deviceOf(entrant);
		if (!former && !entrant.checking) this.media.timings.begin('join', deviceId);
		this.#devices.set(deviceId, device);
		device.attach(socket, entrant);
		if (!entrant.checking) {
			const outcome = await this.meeting.giveAsSystem('connect-device', { deviceId, participantId });
			if (isRefusal(outcome)) {
				this.#forget(deviceId);
				turnAway(socket, outcome.refused);
				device.close();
				return undefined;
			}
		}
		await this.#receive(device, entrant.lastSeq);
		return device;
	}

	/** Of a version that the plan has not any more, whoever opens it hears. `readers`: who they are by now, of a layer with readers */
	tellSharedMark(mark: SharedMark, readers: readonly string[] | undefined): void {
		const { plan } = this.meeting.state;
		const paper = plan?.papers.find(({ versionId }) => versionId === mark.versionId);
		if (!plan || !paper) return;
		const { now } = this.meeting;
		this.#telling.toSome('shared-marks', [mark], (id) => seesSharedMark(plan, id, paper, { ...mark, readers }, now));
	}

	/** After signing out, or when an account was closed or a site has ended. */
	dismiss(isTheirs: (device: Device) => boolean): void {
		for (const device of this.#devices.values()) if (isTheirs(device)) device.dismiss('not-signed-in');
	}

	/** of each device */
	get participantIds(): string[] {
		return [...this.#devices.values()].map(({ participantId }) => participantId);
	}

	/** Nobody is here, and whoever was is recorded as gone. */
	get isEmpty(): boolean {
		return this.#devices.size === 0 && this.#leaving === 0;
	}

	close(): void {
		this.#relays.close();
		clearTimeout(this.#returning);
		this.#stopListening();
		this.#telling.close();
		this.#pacer.close();
		for (const device of this.#devices.values()) device.close();
		this.wall.close();
		this.shown.close();
		this.links.close();
		this.media.close();
	}

	#deviceOf(entrant: Entrant): Device {
		const { timings } = this.media;
		const onLink = (stands: boolean) => {
			if (stands) timings.end('reconnect', entrant.deviceId);
			else timings.begin('reconnect', entrant.deviceId);
		};
		const device: Device = new Device(entrant, onLink, () => void this.#leave(device));
		return device;
	}

	#devicesOf(participantId: string): Device[] {
		return [...this.#devices.values()].filter((device) => device.participantId === participantId);
	}

	async #receive(device: Device, lastSeq: number): Promise<void> {
		let ready: Promise<void> | undefined;
		await this.#pacer.run(() => (ready = this.meeting.ready(lastSeq, device.participantId)));
		await ready;
		await this.#pacer.run(() => this.#welcome(device, lastSeq));
	}

	/** In one turn: no event falls between what the welcome tells and the first broadcast. */
	#welcome(device: Device, lastSeq: number): void {
		const { participantId } = device;
		this.#telling.listen(device);
		device.tell('welcome', {
			serverId: this.#ports.serverId,
			participantId,
			iceServers: this.#ports.iceServersFor(participantId),
			now: Date.now(),
			speakers: this.media.speakers,
			ownBallots: ownBallotsOf(this.meeting.state, participantId),
			...this.meeting.since(lastSeq, participantId),
		});
		this.wall.came(device.id);
		this.shown.came(device.id);
		this.#notePapers(device);
	}

	/** Who only tries the way to the media ports has read nothing. */
	#notePapers(device: Device): void {
		const { plan } = this.meeting.state;
		if (plan && !device.checking) this.#ports.receipts.receivedPlan(device, plan);
	}

	/** Returns who stays. */
	#sendUninvitedAway(): readonly Device[] {
		const devices = Map.groupBy(this.#devices.values(), ({ participantId }) => this.#mayStay(participantId));
		for (const device of devices.get(false) ?? []) device.dismiss('not-invited');
		return devices.get(true) ?? [];
	}

	/** Whom the plan has, and whose ballot an open vote waits for. */
	#mayStay(participantId: string): boolean {
		const { state } = this.meeting;
		return getParticipant(state, participantId) !== undefined || isVoting(state, participantId);
	}

	#tellOwnBallots(personId: string): void {
		const own = ownBallotsOf(this.meeting.state, personId);
		for (const device of this.#devicesOf(personId)) device.tell('own-ballots', own);
	}

	#leave(device: Device): Promise<void> {
		return this.#recordGone(device.id, device.participantId, () => {
			// Unless it has come back over another link meanwhile, or has left already.
			if (device.ear === undefined && this.#devices.get(device.id) === device) this.#forget(device.id);
		});
	}

	#forget(deviceId: string): void {
		this.#devices.delete(deviceId);
		this.media.leave(deviceId);
		this.wall.leave(deviceId);
		this.links.leave(deviceId);
		this.shown.leave(deviceId);
	}

	/** Of hundreds who leave at once, or do not come back after a restart, some go in each turn of the loop. */
	async #recordGone(deviceId: string, participantId: string, first?: () => void): Promise<void> {
		this.#leaving += 1;
		let recorded: Promise<void> | undefined;
		await this.#pacer.run(() => {
			first?.();
			const back = this.#devices.get(deviceId);
			// Who came back meanwhile has not gone.
			if (!back || back.checking) recorded = this.#disconnect(deviceId, participantId);
		});
		await recorded;
		this.#leaving -= 1;
		if (this.isEmpty) this.#ports.emptied();
	}

	async #disconnect(deviceId: string, participantId: string): Promise<void> {
		try {
			await this.meeting.giveAsSystem('disconnect-device', { deviceId, participantId });
		} catch (error) {
			this.#ports.log.error({ err: error, deviceId }, 'a departure could not be recorded');
		}
	}

	/** Devices that the journal has as connected, and that did not come back to this server. */
	#dropGhosts(): void {
		this.#isReturning = false;
		for (const [participantId, { devices }] of allPresences(this.meeting.state.attendance.came))
			for (const deviceId of devices)
				if (this.#devices.get(deviceId)?.participantId !== participantId)
					void this.#recordGone(deviceId, participantId);
		this.media.dropAbsent();
		// Nobody of before came back.
		if (this.isEmpty) this.#ports.emptied();
	}
}

function turnAway(socket: Socket, code: Messages['goodbye']['code']): undefined {
	socket.emit('goodbye', { code });
	socket.disconnect(true);
}
