import type { AttendanceList } from '#meeting/attendance-list.ts';

/**
 * Minutes of a meeting as a paper holds them: words and numbers ready to be set. Instants are ms since the epoch.
 * Form: Nghị định 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.9.
 */
export interface Minutes {
	readonly issuer: Issuer;
	readonly title: string;
	/** left out is what this reader may not see */
	readonly extract: boolean;
	/** the day that the paper bears */
	readonly date: number;
	/** the meeting lasts more than one: each time carries its day */
	readonly severalDays: boolean;
	readonly startedAt: number | null;
	readonly endedAt: number | null;
	readonly pauses: readonly { readonly from: number; readonly to: number | null }[];
	/** when areas were cut off, and went on by themselves */
	readonly islands: readonly { readonly area: string; readonly from: number; readonly to: number }[];
	readonly chairs: readonly Person[];
	readonly secretaries: readonly Person[];
	/** the room where the chair sits; null: in none */
	readonly mainRoom: string | null;
	readonly attendance: AttendanceList;
	readonly items: readonly ItemRecord[];
	/** what belongs to no item of the agenda */
	readonly course: readonly Entry[];
	/** the chair's conclusions on the meeting as a whole */
	readonly conclusions: readonly string[];
}

export interface Issuer {
	readonly name: string;
	/** `UBND` in `Số: 05/BB-UBND`; null where the name does not tell it */
	readonly symbol: string | null;
	/** địa danh; null where the name does not tell it */
	readonly place: string | null;
}

export interface Person {
	readonly name: string;
	/** position held; empty where none is known */
	readonly position: string;
}

export interface ItemRecord {
	readonly number: string;
	readonly title: string;
	/** depth in the agenda: 0 for an item on top */
	readonly depth: number;
	readonly presenter: Person | null;
	/** `hidden`: dealt with, and not for this reader */
	readonly outcome: 'done' | 'running' | 'skipped' | 'not-reached' | 'hidden';
	readonly runs: readonly { readonly from: number; readonly to: number | null }[];
	readonly course: readonly Entry[];
}

/** What happened, in the order of `at`. */
export type Entry = Speech | VoteRecord | Remark;

export interface Speech {
	readonly kind: 'speech';
	readonly at: number;
	/** null while it goes on, and where what was said was written down without the floor being given */
	readonly to: number | null;
	readonly timed: boolean;
	readonly speaker: Person;
	readonly gists: readonly string[];
}

export interface Remark {
	readonly kind: 'remark' | 'conclusion';
	readonly at: number;
	readonly text: string;
}

export interface VoteRecord {
	readonly kind: 'vote';
	readonly at: number;
	readonly title: string;
	/** one line each, ready to be set */
	readonly lines: readonly string[];
}
