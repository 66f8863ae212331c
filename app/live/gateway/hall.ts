import { meetingNamespace, type Messages } from '#contract/messages.ts';
import { getParticipant } from '#meeting/plan.ts';
import type { Logger } from 'pino';
import type { Server, Socket } from 'socket.io';
import type { MediaDirector } from '../media/media-director.ts';
import type { RunningMeeting } from '../running-meeting.ts';
import type { Entrant } from './authenticate.ts';
import { Broadcaster } from './broadcaster.ts';
import { Device } from './device.ts';

/** After a restart of the server: how long the devices of before have to come back, in ms. */
const returnWithin = 15_000;

/** Of one participant: each costs events in the journal. */
const mostDevices = 10;

interface HallPorts {
	readonly io: Server;
	readonly serverId: string;
	readonly media: MediaDirector;
	readonly log: Logger;
	/** the last device has left */
	readonly emptied: () => void;
}

/** The devices that are in one meeting, what they are told, and that they came and went. */
export class Hall {
	readonly meeting: RunningMeeting;
	readonly media: MediaDirector;
	readonly #ports: HallPorts;
	readonly #devices = new Map<string, Device>();
	readonly #broadcaster: Broadcaster;
	readonly #stopListening: () => void;
	readonly #returning: NodeJS.Timeout;

	constructor(meeting: RunningMeeting, ports: HallPorts) {
		this.meeting = meeting;
		this.media = ports.media;
		this.#ports = ports;
		this.#broadcaster = new Broadcaster((records) => this.#everybody().emit('records', records));
		this.#stopListening = meeting.onRecords((records) => {
			this.#broadcaster.add(records);
			if (records.some(({ event }) => event.type === 'plan-revised')) this.#dismissUninvited();
		});
		this.media.watch({
			tell: (deviceId, name, message) => this.#devices.get(deviceId)?.tell<keyof Messages>(name, message),
			tellAll: (name, message) => this.#everybody().emit(name, message),
		});
		this.#returning = setTimeout(() => this.#dropGhosts(), returnWithin);
	}

	/** Somebody whose session and invitation were checked comes in, or comes back. */
	async enter(socket: Socket, entrant: Entrant): Promise<Device | undefined> {
		const { deviceId, participantId } = entrant;
		const former = this.#devices.get(deviceId);
		if (former && former.participantId !== participantId) return turnAway(socket, 'device-taken-over');
		if (!former && this.#devicesOf(participantId).length >= mostDevices) return turnAway(socket, 'too-many-devices');
		const device: Device = former ?? new Device(entrant, () => void this.#leave(device));
		this.#devices.set(deviceId, device);
		device.attach(socket, entrant);
		if (!entrant.checking) await this.meeting.giveAsSystem('connect-device', { deviceId, participantId });
		// From here to the end in one turn: no event may fall between the welcome and the first broadcast.
		await socket.join(this.meeting.id);
		device.tell('welcome', {
			serverId: this.#ports.serverId,
			participantId,
			now: Date.now(),
			...this.meeting.since(entrant.lastSeq),
		});
		return device;
	}

	dismissAccount(accountId: string): void {
		for (const device of this.#devices.values()) if (device.accountId === accountId) device.dismiss('not-signed-in');
	}

	close(): void {
		clearTimeout(this.#returning);
		this.#stopListening();
		this.#broadcaster.close();
		for (const device of this.#devices.values()) device.close();
		this.media.close();
	}

	#devicesOf(participantId: string): Device[] {
		return [...this.#devices.values()].filter((device) => device.participantId === participantId);
	}

	/** A revised plan may leave out somebody who is in the hall. */
	#dismissUninvited(): void {
		for (const device of this.#devices.values())
			if (!getParticipant(this.meeting.state, device.participantId)) device.dismiss('not-invited');
	}

	#everybody() {
		return this.#ports.io.of(meetingNamespace).to(this.meeting.id);
	}

	async #leave({ id: deviceId, participantId }: Device): Promise<void> {
		this.#devices.delete(deviceId);
		this.media.leave(deviceId);
		await this.#disconnect(deviceId, participantId);
		if (this.#devices.size === 0) this.#ports.emptied();
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
		for (const [participantId, { devices }] of Object.entries(this.meeting.state.attendance.came))
			for (const deviceId of devices) if (!this.#devices.has(deviceId)) void this.#disconnect(deviceId, participantId);
	}
}

function turnAway(socket: Socket, code: Messages['goodbye']['code']): undefined {
	socket.emit('goodbye', { code });
	socket.disconnect(true);
}
