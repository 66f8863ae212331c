import type { Welcome } from '#contract/messages.ts';
import { packState } from '#contract/pack-state.ts';
import type { Recorded } from '#meeting/record.ts';
import { audienceOf, redact, redactState, type Audience } from '#meeting/redact.ts';
import type { MeetingState } from '#meeting/state.ts';
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';
import { Revision } from './revision.ts';

/**
 * So many events follow what a device has at most, be it a snapshot or what it knew when its link broke: to pack them takes
 * the loop 0.7 ms (200 ballots; measured). A snapshot is packed once for all, a tail once for those who lack the same.
 */
const longestTail = 200;
/** zlib's level: a day's meeting is packed within some milliseconds. */
const packing = 4;

/** As a welcome tells it. */
export type Told = Pick<Welcome, 'snapshot' | 'records'>;

interface Snapshot {
	readonly state: MeetingState;
	readonly packed: Map<Audience, Uint8Array>;
	/** on its way into `packed` */
	readonly packing: Map<Audience, Promise<void>>;
}

/**
 * The latest events of a meeting, and a snapshot that all who come share: hundreds of sites that join at once cost one
 * serialisation and one compression, not hundreds.
 */
export class RecentRecords {
	#records: Recorded[] = [];
	#snapshot: Snapshot | undefined;
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
		const tail = this.#tailAlone(lastSeq, state, readerId);
		if (tail) return { snapshot: null, records: tail() };
		const { state: then, packed } = this.#snapshotFor(state);
		const audience = audienceIn(then, readerId);
		const snapshot = packed.get(audience) ?? pack(packState(redactState(then, readerId)));
		packed.set(audience, snapshot);
		return { snapshot, records: this.#packedBetween(then.seq, state, readerId) };
	}

	/** The snapshot that `since` would tell is packed by a thread: it is at hand then, unless the plan is revised meanwhile. */
	async ready(lastSeq: number, state: MeetingState, readerId: string): Promise<void> {
		if (this.#tailAlone(lastSeq, state, readerId)) return;
		const { state: then, packed, packing: underWay } = this.#snapshotFor(state);
		const audience = audienceIn(then, readerId);
		if (packed.has(audience)) return;
		const begin = async () => {
			packed.set(audience, await packAside(packState(redactState(then, readerId))));
		};
		const ready = underWay.get(audience) ?? begin().finally(() => underWay.delete(audience));
		underWay.set(audience, ready);
		await ready;
	}

	/** Packs the tail where it alone is at hand and will do. */
	#tailAlone(lastSeq: number, state: MeetingState, readerId: string): (() => Uint8Array) | undefined {
		const missed = state.seq - lastSeq;
		const isAtHand = lastSeq > 0 && lastSeq >= this.#before && missed >= 0 && missed <= longestTail;
		if (!isAtHand) return undefined;
		if (lastSeq >= this.#revisedAt) return () => this.#packedBetween(lastSeq, state, readerId);
		const tail = this.#tail(lastSeq, state, readerId);
		return tail ? () => pack(JSON.stringify(tail)) : undefined;
	}

	#snapshotFor(state: MeetingState): Snapshot {
		const known = this.#snapshot;
		if (known && known.state.seq >= this.#revisedAt && state.seq - known.state.seq <= longestTail) return known;
		return (this.#snapshot = { state, packed: new Map(), packing: new Map() });
	}

	get #revisedAt(): number {
		return this.#revisions.at(-1)?.after.seq ?? 0;
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
const packInThread = promisify(gzip);
const packAside = (text: string): Promise<Uint8Array> => packInThread(text, { level: packing });
