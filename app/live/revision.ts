import type { Recorded } from '#meeting/record.ts';
import { audienceOf, type Audience } from '#meeting/redact.ts';
import type { MeetingState } from '#meeting/state.ts';
import { tellCommit } from '#meeting/tell-commit.ts';

/** A commit that brings another plan, as its readers are told it: once for all who see the same before and after it. */
export class Revision {
	readonly before: MeetingState;
	readonly after: MeetingState;
	readonly #records: readonly Recorded[];
	readonly #told = new Map<string, readonly Recorded[] | null>();

	/** `before` and `after` the commit */
	constructor(records: readonly Recorded[], before: MeetingState, after: MeetingState) {
		this.#records = records;
		this.before = before;
		this.after = after;
	}

	/** To who knows all before it. Null: nothing less than everything anew will do. */
	tell(readerId: string): readonly Recorded[] | null {
		const { before, after } = this;
		if (!before.plan || !after.plan) return null;
		return this.tellBetween(
			readerId,
			audienceOf(before, before.plan, readerId),
			audienceOf(after, after.plan, readerId),
		);
	}

	/** The same to who is known to be of one audience before it, and of the other after it: of hundreds each is asked for once. */
	tellBetween(readerId: string, former: Audience, latter: Audience): readonly Recorded[] | null {
		const key = `${former} ${latter}`;
		const known = this.#told.get(key);
		if (known !== undefined) return known;
		const told = tellCommit(this.before, this.#records, readerId);
		this.#told.set(key, told);
		return told;
	}
}
