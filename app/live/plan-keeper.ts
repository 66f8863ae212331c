import type { Database } from '#db/client.ts';
import { makePlan, planInPieces } from '#db/meetings/make-plan.ts';
import type { Plan } from '#meeting/plan.ts';
import { isRefusal, type Refusal } from '#meeting/refusal.ts';
import type { MeetingState } from '#meeting/state.ts';
import type { Logger } from 'pino';
import { inTurns, nextTurn } from './next-turn.ts';
import type { RunningMeeting } from './running-meeting.ts';

/**
 * The one place where a dossier becomes the plan of a running meeting. Until something counts (start-meeting, open-vote)
 * the plan follows its dossier: it is brought up to date when the meeting comes into memory, when anything changes that
 * plans are made of, and once more before what counts is decided.
 */
export class PlanKeeper {
	readonly #db: Database;
	readonly #log: Logger;
	readonly #inMemory: ReadonlyMap<string, RunningMeeting>;
	readonly #opening = new Map<string, Promise<Refusal | undefined>>();
	/** how often it was said that something has changed */
	#changes = 0;

	constructor(db: Database, log: Logger, inMemory: ReadonlyMap<string, RunningMeeting>) {
		this.#db = db;
		this.#log = log;
		this.#inMemory = inMemory;
	}

	/** To be said in the turn of the change: no plan that was made before it counts any more. */
	noteChange(): void {
		this.#changes += 1;
	}

	/**
	 * Makes the plan in turns of the loop, of which one of hundreds takes several, and resolves in the next with what brings the
	 * meeting up to its dossier as it is when that is called: decided in that very turn, so that what is decided next sees it; that
	 * resolves when it is on disk. Nothing for a meeting that is not in memory by then, whose doors have not opened yet, or that is over.
	 * Throws DataError. @param state of the meeting, for one that is on its way into memory
	 */
	async prepare(meetingId: string, state = this.#inMemory.get(meetingId)?.head): Promise<() => Promise<void>> {
		const changes = this.#changes;
		const plan = hasPlan(state) ? await inTurns(planInPieces(this.#db, meetingId)) : undefined;
		return () => {
			const meeting = this.#inMemory.get(meetingId);
			if (!meeting || !hasPlan(meeting.head)) return Promise.resolve();
			return this.#revise(meeting, changes === this.#changes && plan ? plan : makePlan(this.#db, meetingId));
		};
	}

	/** The first who comes in opens the doors; who comes meanwhile waits for the same opening. */
	open(meeting: RunningMeeting): Promise<Refusal | undefined> {
		const opening =
			this.#opening.get(meeting.id) ?? this.#open(meeting).finally(() => this.#opening.delete(meeting.id));
		this.#opening.set(meeting.id, opening);
		return opening;
	}

	isOpening(meetingId: string): boolean {
		return this.#opening.has(meetingId);
	}

	/** A plan of hundreds is made in turns of the loop, and written in the next. */
	async #open(meeting: RunningMeeting): Promise<Refusal | undefined> {
		const changes = this.#changes;
		const plan = await inTurns(planInPieces(this.#db, meeting.id));
		const outcome = await meeting.giveAsSystem('open-meeting', { plan });
		if (isRefusal(outcome)) return outcome;
		// What changed in between was said of a meeting that was not open yet.
		if (changes !== this.#changes) await this.keepUp(meeting.id);
		return undefined;
	}

	/** After a change. */
	async keepUp(meetingId: string): Promise<void> {
		this.noteChange();
		const bringUpToDate = await this.prepareIfReadable(meetingId);
		await bringUpToDate();
	}

	/** As `prepare`; a dossier that cannot be read does not stop its meeting, and is tried again before what counts. */
	async prepareIfReadable(meetingId: string, state?: MeetingState): Promise<() => Promise<void>> {
		const say = (error: unknown) =>
			this.#log.error({ err: error, meetingId }, 'a plan could not be brought up to date');
		const bringUpToDate = await this.prepare(meetingId, state).catch(say);
		return async () => {
			try {
				await bringUpToDate?.();
			} catch (error) {
				say(error);
			}
		};
	}

	/** After a change of something that any plan may be made of. One meeting a turn: the loop waits for none of them. */
	async keepAllUp(): Promise<void> {
		for (const meetingId of [...this.#inMemory.keys()]) {
			await nextTurn();
			await this.keepUp(meetingId);
		}
	}

	async #revise(meeting: RunningMeeting, plan: Plan): Promise<void> {
		const outcome =
			meeting.head.lifecycle.phase === 'ended'
				? await meeting.giveAsSystem('follow-papers', { papers: plan.papers })
				: await meeting.giveAsSystem('revise-plan', { plan });
		if (isRefusal(outcome)) this.#log.warn({ meetingId: meeting.id, code: outcome.refused }, 'plan not revised');
	}
}

const hasPlan = (state: MeetingState | undefined): boolean => (state?.lifecycle.phase ?? 'planned') !== 'planned';
