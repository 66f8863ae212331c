import type { MeetingEvent } from './record.ts';

/** What journals hold; `withheld` is only ever told. */
type StoredType = Exclude<MeetingEvent['type'], 'withheld'>;

/** An event as some release of this program wrote it. */
interface StoredEvent {
	readonly type: string;
	/** in which version of its kind: 1, 2 … */
	readonly v: number;
	/** its JSON, `type` among it */
	readonly payload: object;
}

/** Turns an event of one version into the next version of its kind. */
type Upcaster = (payload: never) => object;

/**
 * The version in which each kind of event is written. Whoever changes what an event says raises its number, and says
 * below how the older ones are read: a journal is never rewritten. A kind that is written no more keeps its number.
 */
export const eventVersions: Readonly<Record<StoredType, number>> = {
	'meeting-opened': 1,
	'plan-changed': 1,
	'plan-revised': 1,
	'meeting-started': 1,
	'meeting-paused': 1,
	'meeting-resumed': 1,
	'meeting-ended': 1,
	island: 1,
	'device-connected': 1,
	'device-disconnected': 1,
	'sound-taken': 1,
	'seat-left': 1,
	'seat-taken': 1,
	'presence-marked': 1,
	'item-started': 1,
	'item-ended': 1,
	'item-skipped': 1,
	'floor-requested': 1,
	'floor-withdrawn': 1,
	'floor-granted': 1,
	'floor-ended': 1,
	'floor-limit-set': 1,
	'floor-time-reached': 1,
	'stage-mode-set': 1,
	'stage-places-set': 1,
	'stage-directed': 1,
	'stage-cued': 1,
	'content-shared': 1,
	'content-ended': 1,
	'poll-started': 1,
	'poll-advanced': 1,
	'poll-stopped': 1,
	'address-begun': 1,
	'address-ended': 1,
	'document-presented': 1,
	'page-turned': 1,
	'presenting-ended': 1,
	'presenting-asked': 1,
	'presenting-ask-ended': 1,
	'vote-opened': 1,
	'ballot-cast': 1,
	'vote-closed': 1,
	'vote-published': 1,
	'vote-cancelled': 1,
	'note-written': 1,
	'note-removed': 1,
};

/** By kind and the version that they turn into the next: `'note-written': { 1: (note) => ({ ...note, itemId: null }) }`. */
const upcasters: Upcasters = {};

type Upcasters = Readonly<Record<string, Readonly<Record<number, Upcaster>>>>;

/** An event that a later release has written: what it says is not known here. */
export class NewerEvent extends Error {
	constructor({ type, v }: Pick<StoredEvent, 'type' | 'v'>) {
		super(`${type} v${v}`);
	}
}

/** Events of every release as this one knows them. Throws NewerEvent. `known`, `turned`: for tests alone. */
export function upcast(
	stored: StoredEvent,
	known: Readonly<Record<string, number>> = eventVersions,
	turned: Upcasters = upcasters,
): MeetingEvent {
	const present = known[stored.type];
	if (present === undefined || stored.v > present) throw new NewerEvent(stored);
	// What the journal holds was written from this type, and the hash chain says whether it still is what was written.
	if (stored.v === present) return stored.payload as MeetingEvent;
	const upcaster = turned[stored.type]?.[stored.v];
	if (!upcaster) throw new Error(`${stored.type}: nothing turns v${stored.v} into v${stored.v + 1}`);
	const payload = upcaster(stored.payload as never);
	return upcast({ type: stored.type, v: stored.v + 1, payload }, known, turned);
}
