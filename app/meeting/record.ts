import type { AgendaEvent } from './agenda.ts';
import type { AttendanceEvent } from './attendance.ts';
import type { FloorEvent } from './floor.ts';
import type { LifecycleEvent } from './lifecycle.ts';
import type { NoteEvent } from './notes.ts';
import type { PresentingEvent } from './presenting.ts';
import type { StageEvent } from './stage/state.ts';
import type { VoteEvent } from './vote/events.ts';

/** Everything that can happen in a meeting. */
export type MeetingEvent =
	LifecycleEvent | AttendanceEvent | AgendaEvent | FloorEvent | StageEvent | PresentingEvent | VoteEvent | NoteEvent;

/** Who acts: a participant through one device, or the system itself (a link that dropped, a clock that ran out). */
export type Actor =
	| { readonly kind: 'participant'; readonly participantId: string; readonly deviceId: string }
	| { readonly kind: 'system' };

/** One line of the journal. */
export interface Recorded {
	/** 1, 2, 3 … without a gap within the meeting */
	readonly seq: number;
	/** ms since the epoch, the server's clock; never decreases within a meeting */
	readonly at: number;
	/** the participant's id, or `system` */
	readonly by: string;
	readonly event: MeetingEvent;
}
