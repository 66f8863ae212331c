import { dateOf } from '#db/calendar.ts';
import { seatOf } from '#meeting/attendance.ts';
import type { RunningMeeting } from '../running-meeting.ts';

/** Where people are; days as `YYYY-MM-DD`. */
export interface Places {
	/** The unit of a person or a site on a day, then what it hangs on, nearest first; of no unit: empty. */
	unitPath(participantId: string, day: string): readonly string[];
	/** What a unit hangs on on a day, nearest first. */
	unitsAbove(unitId: string, day: string): readonly string[];
	/** What a known unit is called on a day. */
	unitName(unitId: string, day: string): string;
	/** The nodes that operators chose for those who take part in a meeting, by who it is. */
	chosenNodes(meetingId: string): ReadonlyMap<string, string>;
}

/** Where those who take part in one meeting are on its day: each read once. */
export class MeetingPlaces {
	readonly #meeting: RunningMeeting;
	readonly #places: Places;
	/** by who takes part */
	readonly #paths = new Map<string, readonly string[]>();
	/** by unit */
	readonly #above = new Map<string, readonly string[]>();
	#chosen: ReadonlyMap<string, string> | undefined;

	constructor(meeting: RunningMeeting, places: Places) {
		this.#meeting = meeting;
		this.#places = places;
	}

	/** The units where somebody is, nearest first: who sits in a room is where that room is. Of nobody: none. */
	unitsOf(participantId: string | undefined): readonly string[] {
		if (participantId === undefined) return [];
		const whoseUnit = this.#seatOf(participantId) ?? participantId;
		return once(this.#paths, whoseUnit, () => this.#places.unitPath(whoseUnit, this.#day));
	}

	/** The node that an operator chose for somebody, else for the room where they sit; undefined: none did. */
	chosenFor(participantId: string | undefined): string | undefined {
		const chosen = (this.#chosen ??= this.#places.chosenNodes(this.#meeting.id));
		if (participantId === undefined || chosen.size === 0) return undefined;
		return chosen.get(participantId) ?? chosen.get(this.#seatOf(participantId) ?? '');
	}

	readonly above = (unitId: string): readonly string[] =>
		once(this.#above, unitId, () => this.#places.unitsAbove(unitId, this.#day));

	/** What the unit of a node is called; empty for one in the middle. */
	areaOf({ unitId }: { readonly unitId: string | null }): string {
		return unitId === null ? '' : this.#places.unitName(unitId, this.#day);
	}

	/** Units hang elsewhere by now, or an operator chose another node. */
	forget(): void {
		this.#chosen = undefined;
		this.#paths.clear();
		this.#above.clear();
	}

	#seatOf(participantId: string): string | null {
		const { state } = this.#meeting;
		return state.plan ? seatOf(state, participantId) : null;
	}

	get #day(): string {
		return dateOf(this.#meeting.state.plan?.startsAt ?? Date.now());
	}
}

function once<T>(known: Map<string, T>, key: string, read: () => T): T {
	const value = known.get(key) ?? read();
	known.set(key, value);
	return value;
}
