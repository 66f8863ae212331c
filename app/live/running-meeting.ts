import { canonicalOf, type JournalEntry } from '#db/journal/entry.ts';
import type { Circumstances, Decision } from '#meeting/command.ts';
import { commands, type SystemCommandInput, type SystemCommandName } from '#meeting/commands.ts';
import { decide, decideForSystem, type Asked } from '#meeting/decide.ts';
import type { Actor, Recorded } from '#meeting/record.ts';
import { isRefusal, refuse, type Refusal } from '#meeting/refusal.ts';
import { may } from '#meeting/rights.ts';
import { evolve, type MeetingState } from '#meeting/state.ts';
import type { Tally } from '#meeting/vote/events.ts';
import { DeadlineClock, dues } from './deadline-clock.ts';
import { Devices } from './devices.ts';
import type { JournalWriter } from './journal/journal-writer.ts';
import { RecentRecords, type Told } from './recent-records.ts';
import { RecentRequests } from './recent-requests.ts';

type Outcome = { readonly seq: number } | Refusal;
/** Of one commit; the meeting as it is after it, and as it was before it. */
type Listener = (records: readonly Recorded[], state: MeetingState, before: MeetingState) => void;
type CanonicalEvent = Pick<JournalEntry, 'event' | 'payload'>;
type Decide = (circumstances: Omit<Circumstances, 'urn'>) => Decision | Refusal;

interface RunningMeetingPorts {
	readonly writer: JournalWriter;
	/** counts the urn of a secret vote */
	readonly urn: (voteId: string) => Tally;
	/** ms since the epoch */
	readonly clock: () => number;
	/**
	 * Resolves, in a turn to come, with what brings the plan up to its dossier, decided in the very turn in which it is called;
	 * rejects when it could not be written.
	 */
	readonly preparePlan: () => Promise<() => Promise<void>>;
	/** where an earlier request that is no longer remembered stands in the journal */
	readonly findRequest: (requestId: string) => number | undefined;
}

/**
 * A meeting in memory, and the one place where its events come to be. It decides on the head, which includes what is
 * being written, and tells the world only of what is on disk. It owns its clocks and listeners; once closed it writes
 * nothing any more, since another instance may.
 */
export class RunningMeeting {
	readonly id: string;
	readonly devices: Devices;
	readonly #ports: RunningMeetingPorts;
	readonly #requests: RecentRequests<Outcome>;
	readonly #records: RecentRecords;
	readonly #listeners = new Set<Listener>();
	readonly #clocks: readonly DeadlineClock[];
	/** what has happened, including what is on its way to the disk */
	#head: MeetingState;
	/** what is on disk */
	#state: MeetingState;
	/** of the last event; `#since`: performance.now() when it, or the meeting, came to be here */
	#lastAt: number;
	#since = performance.now();
	/** a command that counts, until its plan is there and it has been decided */
	#ahead: Promise<void> | undefined;
	/** the latest writing: whether it came to be on disk */
	#written: Promise<boolean> = Promise.resolve(true);
	#closed = false;

	constructor(
		id: string,
		replayed: { state: MeetingState; lastAt: number; devices?: Devices },
		ports: RunningMeetingPorts,
	) {
		this.id = id;
		this.#ports = ports;
		this.devices = replayed.devices ?? new Devices();
		this.#head = replayed.state;
		this.#state = replayed.state;
		this.#lastAt = replayed.lastAt;
		this.#records = new RecentRecords(replayed.state);
		this.#requests = new RecentRequests();
		this.#clocks = dues.map((due) => new DeadlineClock(this, due));
	}

	/** as it is on disk, which is all that anybody is told */
	get state(): MeetingState {
		return this.#state;
	}

	/** as it will be once what is being written is on disk: what is decided next is decided on this */
	get head(): MeetingState {
		return this.#head;
	}

	/**
	 * ms since the epoch. A server clock that is set back neither turns the meeting's time back nor makes it stand still.
	 */
	get now(): number {
		return Math.max(this.#ports.clock(), this.#lastAt + Math.floor(performance.now() - this.#since));
	}

	/** What a device that knows `lastSeq` must be told; a snapshot where the tail alone would not do. */
	since(lastSeq: number, readerId: string): Told {
		return this.#records.since(lastSeq, this.#state, readerId);
	}

	/** Has a snapshot that `since` would tell packed beside the loop. */
	ready(lastSeq: number, readerId: string): Promise<void> {
		return this.#records.ready(lastSeq, this.#state, readerId);
	}

	/** Hears of events once they are on disk, in order. */
	onRecords(listener: Listener): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** A participant's command. The same request id again leads to the same answer and happens once. */
	give(actor: Extract<Actor, { kind: 'participant' }>, asked: Asked, requestId: string): Promise<Outcome> {
		const key = `${actor.participantId}:${requestId}`;
		return this.#requests.once(key, async () => {
			const earlier = this.#ports.findRequest(key);
			if (earlier !== undefined) return { seq: earlier };
			const decideAsked: Decide = (circumstances) =>
				decide(this.#head, asked, { ...circumstances, urn: this.#countUrn(asked) });
			while (this.#ahead) await this.#ahead;
			// Whose part it is not is refused for that: no plan of hundreds is made for it.
			const counts = commands[asked.name].freezesPlan && may(this.#head, actor.participantId, asked.name);
			if (!counts) return this.#carryOut(decideAsked, actor, key);
			return this.#onPlanOfNow((bringUpToDate) => {
				const decideOnIt: Decide = (circumstances) => {
					// Should the new plan not come to be on disk, what was decided on it does not either, and says so.
					void bringUpToDate().catch(() => undefined);
					return decideAsked(circumstances);
				};
				return this.#carryOut(decideOnIt, actor, key);
			});
		});
	}

	/** What counts is decided once the plan has been made, in a turn of its own; what comes meanwhile is decided after it. */
	async #onPlanOfNow(carryOut: (bringUpToDate: () => Promise<void>) => Promise<Outcome>): Promise<Outcome> {
		const { promise, resolve } = Promise.withResolvers<void>();
		this.#ahead = promise;
		let outcome: Promise<Outcome>;
		try {
			outcome = carryOut(await this.#ports.preparePlan());
		} finally {
			this.#ahead = undefined;
			resolve();
		}
		return outcome;
	}

	giveAsSystem<N extends SystemCommandName>(name: N, input: SystemCommandInput<N>): Promise<Outcome> {
		const decideHere: Decide = (circumstances) =>
			decideForSystem(this.#head, name, input, { ...circumstances, urn: null });
		return this.#carryOut(decideHere, { kind: 'system' }, null);
	}

	/** Lets go of clocks and listeners; what is given from now on is refused by an error. Idempotent. */
	close(): void {
		this.#closed = true;
		for (const clock of this.#clocks) clock.close();
		this.#listeners.clear();
	}

	#countUrn(asked: Asked): Tally | null {
		if (!commands[asked.name].countsUrn || !('voteId' in asked.input)) return null;
		// Ballots that are still on their way belong to the tally.
		this.#ports.writer.flush();
		return this.#ports.urn(asked.input.voteId);
	}

	/** Decided in this very turn; anew where what it rested on did not come to be. */
	async #carryOut(decideNow: Decide, actor: Actor, requestId: string | null): Promise<Outcome> {
		for (;;) {
			if (this.#closed) throw new Error('the meeting is no longer in memory');
			const { now } = this;
			const outcome = decideNow({ now, actor });
			if (isRefusal(outcome) || outcome.events.length === 0) {
				// A refusal may rest on what is on its way to the disk: it is answered when that is there.
				const rests = this.#head === this.#state || (await this.#written);
				if (rests) return isRefusal(outcome) ? outcome : { seq: this.#state.seq };
			} else {
				const canonical = canonicalOfAll(outcome.events);
				if (!canonical) return refuse('malformed');
				const seq = await this.#record(canonical, outcome.intoUrn, { now, actor }, requestId);
				if (seq !== undefined) return { seq };
			}
		}
	}

	/** The last sequence number; undefined when it was overtaken by a failure and is to be decided anew. */
	async #record(
		canonical: readonly CanonicalEvent[],
		intoUrn: Decision['intoUrn'],
		{ now, actor }: Omit<Circumstances, 'urn'>,
		requestId: string | null,
	): Promise<number | undefined> {
		const by = actor.kind === 'participant' ? actor.participantId : 'system';
		const deviceId = actor.kind === 'participant' ? actor.deviceId : null;
		const first = this.#head.seq + 1;
		const entries = canonical.map(({ event, payload }, index): JournalEntry => ({
			seq: first + index,
			at: now,
			by,
			event,
			payload,
			stream: { kind: 'meeting', id: this.id },
			deviceId,
			requestId: index === 0 ? requestId : null,
		}));
		const records = entries.map(({ seq, at, event }): Recorded => ({ seq, at, by, event }));
		const before = this.#head;
		const after = records.reduce(evolve, before);
		this.#head = after;
		this.#lastAt = now;
		this.#since = performance.now();
		const written = new Promise<boolean>((resolve, reject) => {
			this.#ports.writer.write({
				meetingId: this.id,
				entries,
				intoUrn,
				settled: (failure) => {
					// Nothing of what failed is on disk: the meeting goes on from what is.
					if (failure !== undefined) this.#head = this.#state;
					if (failure === 'overtaken') return resolve(false);
					if (failure) return reject(failure.error);
					try {
						// Of hundreds who come and go each fold copies what is known of all: mostly it is this very one.
						this.#publish(records, this.#state === before ? after : records.reduce(evolve, this.#state));
					} finally {
						// It is on disk, whoever fails to hear of it.
						resolve(true);
					}
				},
			});
		});
		this.#written = written.catch(() => false);
		return (await written) ? first + records.length - 1 : undefined;
	}

	#publish(records: readonly Recorded[], after: MeetingState): void {
		const before = this.#state;
		this.#state = after;
		for (const recorded of records) this.devices.note(recorded);
		this.#records.add(records, before, this.#state);
		for (const listener of this.#listeners) listener(records, this.#state, before);
	}
}

/** What cannot be written must not cost others of its commit theirs: undefined. */
function canonicalOfAll(events: Decision['events']): CanonicalEvent[] | undefined {
	try {
		return events.map((event) => ({ event, payload: canonicalOf(event) }));
	} catch {
		return undefined;
	}
}
