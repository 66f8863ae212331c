import type { Recorded } from '#meeting/record.ts';
import type { MeetingState } from '#meeting/state.ts';

/** How many of the latest events are at hand for devices that come back. */
const kept = 1000;
/** A snapshot is made anew when the tail after it has grown to this. */
const longestTail = 200;

/**
 * The latest events of a meeting, and a snapshot that all who come share: hundreds of sites that join at once cost one
 * serialisation, not hundreds.
 */
export class RecentRecords {
	#records: Recorded[] = [];
	#snapshot: { readonly seq: number; readonly json: string } | undefined;
	/** the event before the first kept one */
	#before: number;

	constructor({ seq }: MeetingState) {
		this.#before = seq;
	}

	add(records: readonly Recorded[]): void {
		this.#records.push(...records);
		// Cut in larger steps: an array cut by one each time is copied each time.
		if (this.#records.length > 2 * kept) {
			this.#records = this.#records.slice(-kept);
			this.#before = (this.#records[0]?.seq ?? 1) - 1;
		}
	}

	since(lastSeq: number, state: MeetingState): { snapshot: string | null; records: readonly Recorded[] } {
		if (lastSeq > 0 && lastSeq >= this.#before && lastSeq <= state.seq)
			return { snapshot: null, records: this.#after(lastSeq) };
		if (!this.#snapshot || this.#snapshot.seq < this.#before || state.seq - this.#snapshot.seq > longestTail)
			this.#snapshot = { seq: state.seq, json: JSON.stringify(state) };
		return { snapshot: this.#snapshot.json, records: this.#after(this.#snapshot.seq) };
	}

	#after(seq: number): readonly Recorded[] {
		return this.#records.slice(seq - this.#before);
	}
}
