import { allPresences } from '#meeting/presences.ts';
import type { IceServer } from '#contract/messages.ts';
import type { SharedMark } from '#meeting/shared-marks.ts';
import type { Database } from '#db/client.ts';
import { dateOf } from '#db/calendar.ts';
import { findInvitation } from '#db/meetings/invitation.ts';
import { listBegun } from '#db/meetings/list-begun.ts';
import { listEnded } from '#db/org/sites.ts';
import { getParticipant } from '#meeting/plan.ts';
import type { RefusalCode } from '#meeting/refusal.ts';
import { isVoting } from '#meeting/vote/is-voting.ts';
import type { Logger } from 'pino';
import type { Server, Socket } from 'socket.io';
import type { MediaPlane } from '../media/media-plane.ts';
import type { PaperReceipts } from '../paper-receipts.ts';
import type { RunningMeeting } from '../running-meeting.ts';
import type { RunningMeetings } from '../running-meetings.ts';
import type { Entrant } from './authenticate.ts';
import type { Device } from './device.ts';
import { whyKeptOut } from './doors.ts';
import { Hall } from './hall.ts';

interface HallKeeperPorts {
	readonly db: Database;
	readonly io: Server;
	readonly serverId: string;
	readonly iceServersFor: (participantId: string) => readonly IceServer[];
	readonly meetings: RunningMeetings;
	readonly media: MediaPlane;
	readonly receipts: Pick<PaperReceipts, 'receivedPlan'>;
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
	 * Whether a participant may come in; the first who may, and does not only check devices, opens the meeting. Undefined,
	 * or the code that says why not.
	 */
	async admit({ meetingId, participantId, checking }: Entrant): Promise<RefusalCode | undefined> {
		const { db, meetings } = this.#ports;
		const invitation = findInvitation(db, meetingId, participantId);
		if (!invitation) return 'no-such-meeting';
		// Who is not let in brings no meeting into memory.
		const keptOut = whyKeptOut(invitation, Date.now());
		if (keptOut) return this.#isVoting(meetingId, participantId) ? undefined : keptOut;
		const meeting = meetings.get(meetingId) ?? (await meetings.require(meetingId));
		const { phase } = meeting.head.lifecycle;
		// Held before there was a journal of it.
		if (invitation.isOver && phase !== 'ended') return 'meeting-ended';
		if (phase === 'planned') {
			if (checking) return undefined;
			const refused = await this.#open(meeting);
			if (refused) return refused;
		}
		// Invited by a hand that told nobody, while somebody else opened the doors for one.
		if (!getParticipant(meeting.head, participantId)) await meetings.plans.keepUp(meetingId);
		return getParticipant(meeting.head, participantId) ? undefined : 'not-invited';
	}

	/** Where nothing comes of it, nobody may be left in the hall by then. */
	async #open(meeting: RunningMeeting): Promise<RefusalCode | undefined> {
		let opened = false;
		try {
			const refusal = await this.#ports.meetings.plans.open(meeting);
			opened = refusal === undefined;
			return refusal?.refused;
		} finally {
			if (!opened) this.#letGo(meeting.id);
		}
	}

	/** Left out since a vote was opened that they are on the list of: they come back to it. */
	#isVoting(meetingId: string, participantId: string): boolean {
		const running = this.#ports.meetings.get(meetingId);
		return running !== undefined && isVoting(running.head, participantId);
	}

	/** Brings in somebody who was admitted. */
	async enter(socket: Socket, entrant: Entrant): Promise<{ hall: Hall; device: Device | undefined }> {
		const { meetingId } = entrant;
		const { meetings } = this.#ports;
		let meeting = meetings.get(meetingId);
		// In one turn from here to coming in: who leaves last does not take it away from who comes.
		for (; !meeting; meeting = meetings.get(meetingId)) await meetings.require(meetingId);
		const hall = this.#halls.get(meetingId) ?? this.#furnish(meeting);
		return { hall, device: await hall.enter(socket, entrant) };
	}

	/**
	 * After a start of the server: meetings that are under way go on, with their clocks, before anybody comes; whom the
	 * journal has as connected and who does not come back is recorded as gone.
	 */
	async resume(): Promise<void> {
		const { db, meetings, log } = this.#ports;
		for (const meetingId of listBegun(db)) {
			try {
				const meeting = await meetings.require(meetingId);
				const { lifecycle, attendance } = meeting.state;
				const runs = lifecycle.phase === 'live' || lifecycle.phase === 'paused';
				const connected = allPresences(attendance.came).some(([, { devices }]) => devices.length > 0);
				if (runs || connected) this.#furnish(meeting);
				else meetings.release(meetingId);
			} catch (error) {
				// One that cannot be read must not keep the others from their sites.
				log.error({ err: error, meetingId }, 'a meeting could not be resumed');
			}
		}
	}

	/** Where nobody is in, nobody is told. */
	tellSharedMark(meetingId: string, mark: SharedMark, readers: readonly string[] | undefined): void {
		this.#halls.get(meetingId)?.tellSharedMark(mark, readers);
	}

	dismiss(isTheirs: Parameters<Hall['dismiss']>[0]): void {
		for (const hall of this.#halls.values()) hall.dismiss(isTheirs);
	}

	/** The terminals of sites that are no more: they would sign in no more either. To look through all that ever were took 3 to 4 ms. */
	dismissEnded(): void {
		const here = [...this.#halls.values()].flatMap(({ participantIds }) => participantIds);
		const ended = new Set(listEnded(this.#ports.db, here, dateOf(Date.now())));
		this.dismiss(({ participantId }) => ended.has(participantId));
	}

	close(): void {
		for (const hall of this.#halls.values()) hall.close();
		this.#halls.clear();
	}

	#furnish(meeting: RunningMeeting): Hall {
		const meetingId = meeting.id;
		const { io, serverId, iceServersFor, receipts, log } = this.#ports;
		const hall = new Hall(meeting, {
			io,
			serverId,
			iceServersFor,
			media: this.#ports.media.direct(meeting),
			receipts,
			log: log.child({ meetingId }),
			emptied: () => this.#letGo(meetingId),
		});
		this.#halls.set(meetingId, hall);
		return hall;
	}

	/** A meeting that does not run and that everybody left needs no memory; one that runs keeps its clocks. */
	#letGo(meetingId: string): void {
		// Somebody may have come in while the last departure was recorded.
		if (!this.#halls.get(meetingId)?.isEmpty) return;
		const { meetings } = this.#ports;
		const phase = meetings.get(meetingId)?.state.lifecycle.phase;
		if (phase === 'live' || phase === 'paused') return;
		// Somebody opens its doors at this moment and others wait for that: they come in, or let go of it.
		if (meetings.plans.isOpening(meetingId)) return;
		this.#halls.get(meetingId)?.close();
		this.#halls.delete(meetingId);
		meetings.release(meetingId);
	}
}
