import type { WallState } from '#contract/wall.ts';
import type { Plan } from '#meeting/plan.ts';
import type { MeetingState } from '#meeting/state.ts';
import { wallEntries, type WallEntry } from '#meeting/wall.ts';
import type { Sending } from '../media/sending.ts';
import { isSameState, wallStateOf, type GradeOf } from './wall-states.ts';

/** What has become of the wall's entries since one last looked. */
interface Changes {
	readonly states: readonly WallState[];
	/** entries that another camera shows now, or none, and those that are gone */
	readonly otherCamera: readonly string[];
}

/** All entries of the wall as they stood when one last looked. */
export class EntryStates {
	#plan: Plan | null = null;
	#elsewhere: MeetingState['attendance']['elsewhere'] | undefined;
	#entries: readonly WallEntry[] = [];
	#states: ReadonlyMap<string, WallState> = new Map();

	/** In the wall's order. */
	get all(): readonly WallState[] {
		return [...this.#states.values()];
	}

	get(participantId: string): WallState | undefined {
		return this.#states.get(participantId);
	}

	look(state: MeetingState, sending: Sending, gradeOf: GradeOf): Changes {
		const { elsewhere } = state.attendance;
		if (state.plan !== this.#plan || elsewhere !== this.#elsewhere)
			this.#entries = state.plan ? wallEntries(state.plan, elsewhere) : [];
		this.#plan = state.plan;
		this.#elsewhere = elsewhere;
		const former = this.#states;
		this.#states = new Map(
			this.#entries.map((entry) => [entry.participant.id, wallStateOf(entry, state, sending, gradeOf)]),
		);
		const camera = (states: ReadonlyMap<string, WallState>, id: string) => states.get(id)?.cameraDeviceId ?? null;
		return {
			states: this.all.filter((each) => !isSameState(former.get(each.participantId), each)),
			otherCamera: [...former.keys()].filter((id) => camera(former, id) !== camera(this.#states, id)),
		};
	}

	clear(): void {
		this.#states = new Map();
	}
}
