import type { Welcome } from '#contract/messages.ts';
import { packState } from '#contract/pack-state.ts';
import type { Recorded } from '#meeting/record.ts';
import { audienceOf, redact, redactState, type Audience } from '#meeting/redact.ts';
import type { MeetingState } from '#meeting/state.ts';
import { gzipSync } from 'node:zlib';
import { Revision } from './revision.ts';

/**
 * So many events follow what a device has at most, be it a snapshot or what it knew when its link broke: to pack them takes
 * the loop 0.7 ms (200 ballots; measured). A snapshot is packed once for all, a tail once for those who lack the same.
 */
const longestTail = 200;
/** zlib's level: a day's meeting is packed within some milliseconds of the loop that everybody waits for. */
const packing = 4;

/** As a welcome tells it. */
export type Told = Pick<Welcome, 'snapshot' | 'records'>;

/**
 * The latest events of a meeting, and a snapshot that all who come share: hundreds of sites that join at once cost one
 * serialisation and one compression, not hundreds.
 */
export class RecentRecords {
	#records: Recorded[] = [];
	#snapshot: { readonly state: MeetingState; readonly packed: Map<Audience, Uint8Array> } | undefined;
	/** tails up to this state, by what is known and who may see the same: hundreds that come back at once lack the same */
	#tails: { readonly state: MeetingState; readonly packed: Map<string, Uint8Array> } | undefined;
	/** the event before the first kept one */
	#before: number;

	/** commits after it that brought another plan, in order */
	#revisions: Revision[] = [];

	constructor({ seq }: MeetingState) {
		this.#before = seq;
	}

	/** One commit, with the meeting before and after it. */
	add(records: readonly Recorded[], before: MeetingState, after: MeetingState): void {
		this.#records.push(...records);
		if (before.plan !== after.plan) this.#revisions.push(new Revision(records, before, after));
		// Cut in larger steps: an array cut by one each time is copied each time.
		if (this.#records.length > 2 * longestTail) {
			this.#records = this.#records.slice(-longestTail);
			this.#before = (this.#records[0]?.seq ?? 1) - 1;
			this.#revisions = this.#revisions.filter(({ before: { seq } }) => seq >= this.#before);
		}
	}

	/** For a reader who knows `lastSeq`: a snapshot where the tail alone is not at hand or would not do, and the tail. */
	since(lastSeq: number, state: MeetingState, readerId: string): Told {
		const missed = state.seq - lastSeq;
		const isAtHand = lastSeq > 0 && lastSeq >= this.#before && missed >= 0 && missed <= longestTail;
		const revisedAt = this.#revisions.at(-1)?.after.seq ?? 0;
		if (isAtHand && lastSeq >= revisedAt)
			return { snapshot: null, records: this.#packedBetween(lastSeq, state, readerId) };
		const tail = isAtHand ? this.#tail(lastSeq, state, readerId) : null;
		if (tail) return { snapshot: null, records: pack(JSON.stringify(tail)) };
		if (!this.#snapshot || this.#snapshot.state.seq < revisedAt || state.seq - this.#snapshot.state.seq > longestTail)
			this.#snapshot = { state, packed: new Map() };
		const { state: then, packed } = this.#snapshot;
		const audience = audienceIn(then, readerId);
		const snapshot = packed.get(audience) ?? pack(packState(redactState(then, readerId)));
		packed.set(audience, snapshot);
		return { snapshot, records: this.#packedBetween(then.seq, state, readerId) };
	}

	/** As `#between`, made once for all who may see the same. */
	#packedBetween(seq: number, state: MeetingState, readerId: string): Uint8Array {
		if (this.#tails?.state !== state) this.#tails = { state, packed: new Map() };
		const { packed } = this.#tails;
		const key = `${seq} ${audienceIn(state, readerId)}`;
		const tail = packed.get(key) ?? pack(JSON.stringify(this.#between(seq, state, readerId)));
		packed.set(key, tail);
		return tail;
	}

	/** What came after `seq`; null where a revision on the way lets this reader see more or less of what was before it. */
	#tail(seq: number, state: MeetingState, readerId: string): readonly Recorded[] | null {
		const told: Recorded[] = [];
		let known = seq;
		for (const revision of this.#revisions) {
			if (revision.after.seq <= known) continue;
			const news = revision.before.seq >= known ? revision.tell(readerId) : null;
			if (!news) return null;
			told.push(...this.#between(known, revision.before, readerId), ...news);
			known = revision.after.seq;
		}
		return [...told, ...this.#between(known, state, readerId)];
	}

	/** After `seq` up to `state`, by what its plan lets this reader see; no revision lies between. */
	#between(seq: number, state: MeetingState, readerId: string): readonly Recorded[] {
		const records = this.#records.slice(seq - this.#before, state.seq - this.#before);
		return records.map((recorded) => redact(recorded, state, readerId));
	}
}

const audienceIn = (state: MeetingState, readerId: string): Audience =>
	state.plan ? audienceOf(state, state.plan, readerId) : ('' as Audience);

const pack = (text: string): Uint8Array => gzipSync(text, { level: packing });
