import type { IceServer } from '#contract/messages.ts';
import { getParticipant, type Plan } from '#meeting/plan.ts';
import { isRefusal, type RefusalCode } from '#meeting/refusal.ts';
import { mayByRole } from '#meeting/rights.ts';
import type { Logger } from 'pino';
import type { Server, Socket } from 'socket.io';
import type { MediaPlane } from '../media/media-plane.ts';
import type { RunningMeetings } from '../running-meetings.ts';
import type { Entrant } from './authenticate.ts';
import type { Device } from './device.ts';
import { Hall } from './hall.ts';

/** Delegates and sites may come in this long before the planned start, in ms; who runs the meeting, at any time. */
const doorsOpenBefore = 4 * 3_600_000;

interface Prepared {
	readonly plan: Plan;
	/** not before the invitations are out do others than those who run the meeting come in */
	readonly isInvited: boolean;
	/** held before there was a journal of it */
	readonly isOver: boolean;
}

interface HallKeeperPorts {
	readonly io: Server;
	readonly serverId: string;
	readonly iceServersFor: (participantId: string) => readonly IceServer[];
	readonly meetings: RunningMeetings;
	readonly media: MediaPlane;
	/** Throws DataError not-found. */
	readonly prepare: (meetingId: string) => Prepared;
	readonly log: Logger;
}

/** The halls of the meetings that somebody is in. */
export class HallKeeper {
	readonly #ports: HallKeeperPorts;
	readonly #halls = new Map<string, Hall>();

	constructor(ports: HallKeeperPorts) {
		this.#ports = ports;
	}

	/**
	 * Whether a participant may come in; the first who may opens the meeting. Undefined, or the code that says why not.
	 * Throws DataError not-found for a meeting that does not exist.
	 */
	async admit(meetingId: string, participantId: string): Promise<RefusalCode | undefined> {
		const running = this.#ports.meetings.get(meetingId);
		// Who is not invited brings no meeting into memory.
		const plan = running?.state.plan ?? this.#ports.prepare(meetingId).plan;
		if (!getParticipant({ plan }, participantId)) return 'not-invited';
		const meeting = running ?? this.#ports.meetings.require(meetingId);
		return meeting.state.lifecycle.phase === 'planned' ? this.#openDoors(meetingId, participantId) : undefined;
	}

	/** Brings in somebody who was admitted. */
	async enter(socket: Socket, entrant: Entrant): Promise<{ hall: Hall; device: Device | undefined }> {
		const hall = this.#halls.get(entrant.meetingId) ?? this.#furnish(entrant.meetingId);
		return { hall, device: await hall.enter(socket, entrant) };
	}

	dismiss(whose: Parameters<Hall['dismiss']>[0]): void {
		for (const hall of this.#halls.values()) hall.dismiss(whose);
	}

	close(): void {
		for (const hall of this.#halls.values()) hall.close();
		this.#halls.clear();
	}

	async #openDoors(meetingId: string, participantId: string): Promise<RefusalCode | undefined> {
		const { plan, isInvited, isOver } = this.#ports.prepare(meetingId);
		const participant = getParticipant({ plan }, participantId);
		if (!participant) return 'not-invited';
		if (isOver) return 'meeting-ended';
		const isTime = Date.now() >= plan.startsAt - doorsOpenBefore;
		if (!mayByRole(participant.roles, 'come-early') && !(isInvited && isTime)) return 'meeting-not-open';
		const outcome = await this.#ports.meetings.require(meetingId).giveAsSystem('open-meeting', { plan });
		return isRefusal(outcome) ? outcome.refused : undefined;
	}

	#furnish(meetingId: string): Hall {
		const meeting = this.#ports.meetings.require(meetingId);
		const { io, serverId, iceServersFor, log } = this.#ports;
		const hall = new Hall(meeting, {
			io,
			serverId,
			iceServersFor,
			media: this.#ports.media.direct(meeting),
			log: log.child({ meetingId }),
			emptied: () => this.#letGo(meetingId),
		});
		this.#halls.set(meetingId, hall);
		return hall;
	}

	/** A meeting that has ended and that everybody left needs no memory; one that runs keeps its clocks. */
	#letGo(meetingId: string): void {
		// Somebody may have come in while the last departure was recorded.
		if (!this.#halls.get(meetingId)?.isEmpty) return;
		const phase = this.#ports.meetings.get(meetingId)?.state.lifecycle.phase;
		if (phase !== 'ended' && phase !== 'open') return;
		this.#halls.get(meetingId)?.close();
		this.#halls.delete(meetingId);
		this.#ports.meetings.release(meetingId);
	}
}
