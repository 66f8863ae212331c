import type { JournalEntry } from '#db/journal/entry.ts';
import type { Circumstances, Decision } from '#meeting/command.ts';
import { commands, type SystemCommandInput, type SystemCommandName } from '#meeting/commands.ts';
import { decide, decideForSystem, type Asked } from '#meeting/decide.ts';
import type { Actor, Recorded } from '#meeting/record.ts';
import { isRefusal, type Refusal } from '#meeting/refusal.ts';
import { evolve, type MeetingState } from '#meeting/state.ts';
import type { JournalWriter } from './journal/journal-writer.ts';
import { RecentRecords } from './recent-records.ts';
import { RecentRequests } from './recent-requests.ts';

type Outcome = { readonly seq: number } | Refusal;
type Listener = (records: readonly Recorded[], state: MeetingState) => void;

interface RunningMeetingPorts {
	readonly writer: JournalWriter;
	/** counts the urn of a secret vote */
	readonly urn: Circumstances['urn'];
	/** ms since the epoch */
	readonly clock: () => number;
	/** Brings the plan up to its dossier, decided in this very turn; rejects when it could not be written. */
	readonly bringUpToDate: () => Promise<void>;
	/** where an earlier request that is no longer remembered stands in the journal */
	readonly findRequest: (requestId: string) => number | undefined;
}

/**
 * A meeting in memory, and the one place where its events come to be. It decides on the head, which includes what is
 * being written, and tells the world only of what is on disk.
 */
export class RunningMeeting {
	readonly id: string;
	readonly #ports: RunningMeetingPorts;
	readonly #requests: RecentRequests<Outcome>;
	readonly #records: RecentRecords;
	readonly #listeners = new Set<Listener>();
	/** what has happened, including what is on its way to the disk */
	#head: MeetingState;
	/** what is on disk */
	#state: MeetingState;
	#lastAt: number;

	constructor(id: string, replayed: { state: MeetingState; lastAt: number }, ports: RunningMeetingPorts) {
		this.id = id;
		this.#ports = ports;
		this.#head = replayed.state;
		this.#state = replayed.state;
		this.#lastAt = replayed.lastAt;
		this.#records = new RecentRecords(replayed.state);
		this.#requests = new RecentRequests();
	}

	/** as it is on disk, which is all that anybody is told */
	get state(): MeetingState {
		return this.#state;
	}

	/** as it will be once what is being written is on disk: what is decided next is decided on this */
	get head(): MeetingState {
		return this.#head;
	}

	/** What a device that knows `lastSeq` must be told; a snapshot where the tail is no longer at hand. */
	since(lastSeq: number, readerId: string): { snapshot: Uint8Array | null; records: readonly Recorded[] } {
		return this.#records.since(lastSeq, this.#state, readerId);
	}

	/** Hears of events once they are on disk, in order. */
	onRecords(listener: Listener): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** A participant's command. The same request id again leads to the same answer and happens once. */
	give(actor: Extract<Actor, { kind: 'participant' }>, asked: Asked, requestId: string): Promise<Outcome> {
		const key = `${actor.participantId}:${requestId}`;
		return this.#requests.once(key, () => {
			const earlier = this.#ports.findRequest(key);
			if (earlier !== undefined) return Promise.resolve({ seq: earlier });
			// Should the new plan not come to be on disk, what was decided on it does not either, and says so.
			if (commands[asked.name].freezesPlan) void this.#ports.bringUpToDate().catch(() => undefined);
			const circumstances = this.#circumstances(actor);
			return this.#carryOut(decide(this.#head, asked, circumstances), circumstances, key);
		});
	}

	giveAsSystem<N extends SystemCommandName>(name: N, input: SystemCommandInput<N>): Promise<Outcome> {
		const circumstances = this.#circumstances({ kind: 'system' });
		return this.#carryOut(decideForSystem(this.#head, name, input, circumstances), circumstances, null);
	}

	#circumstances(actor: Actor): Circumstances {
		// A server clock that is set back must not let a meeting's time run backwards.
		const now = Math.max(this.#ports.clock(), this.#lastAt);
		return { now, actor, urn: (voteId) => this.#countUrn(voteId) };
	}

	#countUrn(voteId: string) {
		// Ballots that are still on their way belong to the tally.
		this.#ports.writer.flush();
		return this.#ports.urn(voteId);
	}

	async #carryOut(
		outcome: Decision | Refusal,
		{ now, actor }: Circumstances,
		requestId: string | null,
	): Promise<Outcome> {
		if (isRefusal(outcome)) return outcome;
		if (outcome.events.length === 0) return { seq: this.#head.seq };
		const by = actor.kind === 'participant' ? actor.participantId : 'system';
		const records = outcome.events.map((event, index): Recorded => ({
			seq: this.#head.seq + index + 1,
			at: now,
			by,
			event,
		}));
		const deviceId = actor.kind === 'participant' ? actor.deviceId : null;
		const entries = records.map((recorded, index): JournalEntry => ({
			...recorded,
			stream: { kind: 'meeting', id: this.id },
			deviceId,
			requestId: index === 0 ? requestId : null,
		}));
		this.#head = records.reduce(evolve, this.#head);
		this.#lastAt = now;
		await new Promise<void>((resolve, reject) => {
			const settled = (error?: unknown) => {
				if (error === undefined) {
					try {
						this.#publish(records);
					} finally {
						// It is on disk, whoever fails to hear of it.
						resolve();
					}
				} else {
					// Nothing of this commit is on disk: the meeting goes on from what is.
					this.#head = this.#state;
					reject(error);
				}
			};
			this.#ports.writer.write({ meetingId: this.id, entries, intoUrn: outcome.intoUrn, settled });
		});
		return { seq: records.at(-1)?.seq ?? this.#state.seq };
	}

	#publish(records: readonly Recorded[]): void {
		this.#state = records.reduce(evolve, this.#state);
		this.#records.add(records);
		for (const listener of this.#listeners) listener(records, this.#state);
	}
}
