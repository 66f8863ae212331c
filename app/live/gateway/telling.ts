import { meetingNamespace, type MessageName, type Messages } from '#contract/messages.ts';
import { mayReadPresented } from '#meeting/presenting.ts';
import type { Recorded } from '#meeting/record.ts';
import { audienceOf, redact } from '#meeting/redact.ts';
import type { MeetingState } from '#meeting/state.ts';
import type { Logger } from 'pino';
import type { Server } from 'socket.io';
import { Revision } from '../revision.ts';
import type { RunningMeeting } from '../running-meeting.ts';
import { Broadcaster } from './broadcaster.ts';
import type { Device } from './device.ts';
import type { Pacer } from './pacer.ts';

/** So many devices are told something at one go, each costs some 16 µs of the loop: the pacer gives others a turn in between. */
const toldAtOnce = 32;

interface TellingPort {
	readonly io: Server;
	readonly pacer: Pacer;
	readonly log: Logger;
	devices(): readonly Device[];
	/** Tells a device everything anew, in a turn of the loop to come. */
	welcome(device: Device): Promise<void>;
}

/** What the devices in a meeting are told of it: each what it may see. */
export class Telling {
	readonly #meeting: RunningMeeting;
	readonly #port: TellingPort;
	readonly #broadcaster: Broadcaster;
	/** the meeting as it is after what the broadcaster has been given */
	#heard: MeetingState;

	constructor(meeting: RunningMeeting, port: TellingPort) {
		this.#meeting = meeting;
		this.#port = port;
		this.#heard = meeting.state;
		this.#broadcaster = new Broadcaster(
			(records) => this.#tellRecords(records),
			(error) => this.#sayUntold(error),
		);
	}

	/** It was recorded under the plan that the devices know. */
	records(records: readonly Recorded[], state: MeetingState): void {
		if (records.some(({ event }) => event.type === 'vote-opened')) this.#openVote();
		this.#heard = state;
		this.#broadcaster.add(records);
	}

	/**
	 * Another plan: those who stay sit by what they may see from now on. They hear of the change alone; only who may see more
	 * or less of what has been before is told everything anew. `keep`: sends away who is not in it, and gives those who
	 * stay.
	 */
	revision(records: readonly Recorded[], before: MeetingState, keep: () => readonly Device[]): void {
		// First what was before it, to those who could see it then.
		this.#broadcaster.flush();
		const after = this.#meeting.state;
		this.#heard = after;
		const staying = keep();
		const revision = new Revision(records, before, after);
		const newsFor = (device: Device) => {
			const { audience: former, participantId } = device;
			this.listen(device);
			// Who did not listen yet, before the doors opened for one, is told everything, too.
			if (former === undefined || device.audience === undefined) return null;
			return revision.tellBetween(participantId, former, device.audience);
		};
		for (const [news, devices] of Map.groupBy(staying, newsFor)) {
			if (news) this.#tell(devices, 'records', news);
			else
				for (const device of devices) {
					// At once: nothing is told any more to who may see it no longer.
					device.listenNoMore();
					this.#see(this.#port.welcome(device));
				}
		}
	}

	/** From now on it hears what it may see. */
	listen(device: Device): void {
		const { state } = this.#meeting;
		if (state.plan) device.listenAs(audienceOf(state, state.plan, device.participantId));
	}

	/** All who listen. */
	toAll<N extends MessageName>(name: N, message: Messages[N]): void {
		this.#tell(this.#listening, name, message);
	}

	/** Of those who listen, the ones that may read what is presented at this moment. */
	presented(shown: Messages['shown'], to: (device: Device) => boolean): void {
		const hearing = Map.groupBy(this.#listening.filter(to), ({ audience }) => audience);
		for (const devices of hearing.values())
			if (shown === null || mayReadPresented(this.#meeting.state, devices[0]?.participantId ?? '', Date.now()))
				this.#tell(devices, 'shown', shown);
	}

	/** Those of them who may hear it, by the participant's id. */
	toSome<N extends MessageName>(name: N, message: Messages[N], mayHear: (participantId: string) => boolean): void {
		const devices = this.#listening.filter(({ participantId }) => mayHear(participantId));
		this.#tell(devices, name, message);
	}

	/** Sends no more of what waits. */
	close(): void {
		this.#broadcaster.close();
	}

	/** Who is on its list sees it, be its item closed to them: they hear of it as those who do. */
	#openVote(): void {
		this.#broadcaster.flush();
		for (const device of this.#listening) this.listen(device);
	}

	/** Each audience is told what it may see: made once for all who are in it. */
	#tellRecords(records: readonly Recorded[]): void {
		for (const devices of Map.groupBy(this.#listening, ({ audience }) => audience).values()) {
			const readerId = devices[0]?.participantId ?? '';
			const told = records.map((recorded) => redact(recorded, this.#heard, readerId));
			this.#tell(devices, 'records', told);
		}
	}

	/**
	 * To devices that listen, in pieces, in turns of the loop: they have heard what was to be told to several before it. What
	 * is told to one of them alone (`Device.tell`) goes at once, before pieces that still wait.
	 */
	#tell<N extends MessageName>(devices: readonly Device[], name: N, message: Messages[N]): void {
		const ears = devices.flatMap(({ ear }) => ear ?? []);
		for (let first = 0; first < ears.length; first += toldAtOnce) {
			const some = ears.slice(first, first + toldAtOnce);
			const { io, pacer } = this.#port;
			this.#see(pacer.run(() => void io.of(meetingNamespace).to(some).emit(name, message)));
		}
	}

	/** Nobody waits for it: what fails is said in the log, and ends nothing else. */
	#see(telling: Promise<void>): void {
		telling.catch((error: unknown) => this.#sayUntold(error));
	}

	#sayUntold(error: unknown): void {
		this.#port.log.error({ err: error }, 'devices could not be told');
	}

	/** All who have been welcomed and hear what is told. */
	get #listening(): readonly Device[] {
		return this.#port.devices().filter(({ audience }) => audience !== undefined);
	}
}
