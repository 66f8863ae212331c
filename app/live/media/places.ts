import { dateOf } from '#db/calendar.ts';
import { seatOf } from '#meeting/attendance.ts';
import type { RunningMeeting } from '../running-meeting.ts';

/** Where people are; days as `YYYY-MM-DD`. */
export interface Places {
	/** The unit of a person or a site on a day, then what it hangs on, nearest first; of no unit: empty. */
	unitPath(participantId: string, day: string): readonly string[];
	/** What a unit hangs on on a day, nearest first. */
	unitsAbove(unitId: string, day: string): readonly string[];
}

/** Where those who take part in one meeting are on its day: each read once. */
export class MeetingPlaces {
	readonly #meeting: RunningMeeting;
	readonly #places: Places;
	/** by who takes part */
	readonly #paths = new Map<string, readonly string[]>();
	/** by unit */
	readonly #above = new Map<string, readonly string[]>();

	constructor(meeting: RunningMeeting, places: Places) {
		this.#meeting = meeting;
		this.#places = places;
	}

	/** The units where somebody is, nearest first: who sits in a room is where that room is. */
	unitsOf(participantId: string): readonly string[] {
		const { state } = this.#meeting;
		const whoseUnit = state.plan ? (seatOf(state, participantId) ?? participantId) : participantId;
		return once(this.#paths, whoseUnit, () => this.#places.unitPath(whoseUnit, this.#day));
	}

	readonly above = (unitId: string): readonly string[] =>
		once(this.#above, unitId, () => this.#places.unitsAbove(unitId, this.#day));

	/** Units hang elsewhere by now. */
	forget(): void {
		this.#paths.clear();
		this.#above.clear();
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
