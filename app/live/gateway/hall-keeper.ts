import { getParticipant, type Plan } from '#meeting/plan.ts';
import { isRefusal, type RefusalCode } from '#meeting/refusal.ts';
import type { Logger } from 'pino';
import type { Server } from 'socket.io';
import type { MediaPlane } from '../media/media-plane.ts';
import type { RunningMeetings } from '../running-meetings.ts';
import { Hall } from './hall.ts';

/** Delegates and sites may come in this long before the planned start, in ms; who runs the meeting, at any time. */
const doorsOpenBefore = 4 * 3_600_000;

interface Prepared {
	readonly plan: Plan;
	/** not before the invitations are out do others than those who run the meeting come in */
	readonly isInvited: boolean;
}

interface HallKeeperPorts {
	readonly io: Server;
	readonly serverId: string;
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
	 * The hall of a meeting, opened by the first who may come in; or the code that says why not yet.
	 * Throws DataError not-found for a meeting that does not exist.
	 */
	async open(meetingId: string, participantId: string): Promise<Hall | RefusalCode> {
		const meeting = this.#ports.meetings.require(meetingId);
		if (meeting.state.lifecycle.phase === 'planned') {
			const refusal = await this.#openDoors(meetingId, participantId);
			if (refusal) return refusal;
		}
		return this.#halls.get(meetingId) ?? this.#furnish(meetingId);
	}

	dismissAccount(accountId: string): void {
		for (const hall of this.#halls.values()) hall.dismissAccount(accountId);
	}

	close(): void {
		for (const hall of this.#halls.values()) hall.close();
		this.#halls.clear();
	}

	async #openDoors(meetingId: string, participantId: string): Promise<RefusalCode | undefined> {
		const { plan, isInvited } = this.#ports.prepare(meetingId);
		const participant = getParticipant({ plan }, participantId);
		if (!participant) return 'not-invited';
		const runs = participant.roles.some((role) => role === 'chair' || role === 'secretary' || role === 'operator');
		const isTime = Date.now() >= plan.startsAt - doorsOpenBefore;
		if (!runs && !(isInvited && isTime)) return 'meeting-not-open';
		const outcome = await this.#ports.meetings.require(meetingId).giveAsSystem('open-meeting', { plan });
		return isRefusal(outcome) ? outcome.refused : undefined;
	}

	#furnish(meetingId: string): Hall {
		const meeting = this.#ports.meetings.require(meetingId);
		const { io, serverId, log } = this.#ports;
		const hall = new Hall(meeting, {
			io,
			serverId,
			media: this.#ports.media.direct(meeting),
			log: log.child({ meetingId }),
			emptied: () => this.#letGo(meetingId),
		});
		this.#halls.set(meetingId, hall);
		return hall;
	}

	/** A meeting that has ended and that everybody left needs no memory; one that runs keeps its clocks. */
	#letGo(meetingId: string): void {
		const phase = this.#ports.meetings.get(meetingId)?.state.lifecycle.phase;
		if (phase !== 'ended' && phase !== 'open') return;
		this.#halls.get(meetingId)?.close();
		this.#halls.delete(meetingId);
		this.#ports.meetings.release(meetingId);
	}
}
