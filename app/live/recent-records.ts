import { packState } from '#contract/pack-state.ts';
import type { Recorded } from '#meeting/record.ts';
import { audienceOf, redact, redactState, type Audience } from '#meeting/redact.ts';
import type { MeetingState } from '#meeting/state.ts';
import { gzipSync } from 'node:zlib';

/** How many of the latest events are at hand for devices that come back. */
const kept = 1000;
/** A snapshot is made anew when the tail after it has grown to this. */
const longestTail = 200;
/** zlib's level: a day's meeting is packed within some milliseconds of the loop that everybody waits for. */
const packing = 4;

/**
 * The latest events of a meeting, and a snapshot that all who come share: hundreds of sites that join at once cost one
 * serialisation and one compression, not hundreds.
 */
export class RecentRecords {
	#records: Recorded[] = [];
	#snapshot: { readonly state: MeetingState; readonly packed: Map<Audience, Uint8Array> } | undefined;
	/** the event before the first kept one */
	#before: number;

	/** Who may see what has changed there: no tail reaches over it. */
	#planRevisedAt = 0;

	constructor({ seq }: MeetingState) {
		this.#before = seq;
	}

	add(records: readonly Recorded[]): void {
		this.#records.push(...records);
		const revised = records.findLast(({ event }) => event.type === 'plan-changed');
		if (revised) this.#planRevisedAt = revised.seq;
		// Cut in larger steps: an array cut by one each time is copied each time.
		if (this.#records.length > 2 * kept) {
			this.#records = this.#records.slice(-kept);
			this.#before = (this.#records[0]?.seq ?? 1) - 1;
		}
	}

	/** For a reader who knows `lastSeq`: a snapshot where the tail alone is not at hand or would not do, and the tail. */
	since(
		lastSeq: number,
		state: MeetingState,
		readerId: string,
	): { snapshot: Uint8Array | null; records: readonly Recorded[] } {
		const tailDoes = lastSeq > 0 && lastSeq >= this.#before && lastSeq <= state.seq && lastSeq >= this.#planRevisedAt;
		if (tailDoes) return { snapshot: null, records: this.#after(lastSeq, state, readerId) };
		if (
			!this.#snapshot ||
			this.#snapshot.state.seq < this.#planRevisedAt ||
			state.seq - this.#snapshot.state.seq > longestTail
		)
			this.#snapshot = { state, packed: new Map() };
		const { state: then, packed } = this.#snapshot;
		const audience = then.plan ? audienceOf(then.plan, readerId) : ('' as Audience);
		const snapshot = packed.get(audience) ?? gzipSync(packState(redactState(then, readerId)), { level: packing });
		packed.set(audience, snapshot);
		return { snapshot, records: this.#after(then.seq, state, readerId) };
	}

	#after(seq: number, state: MeetingState, readerId: string): readonly Recorded[] {
		return this.#records.slice(seq - this.#before).map((recorded) => redact(recorded, state, readerId));
	}
}
