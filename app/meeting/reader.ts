import { accessOfItem, accessOfPaper, type AgendaItem, type Paper, type PaperLevel, type Plan } from './plan.ts';
import type { MeetingEvent } from './record.ts';
import type { MeetingState } from './state.ts';

/** All that decides what somebody is told of a meeting: readers who are alike here are told the same. */
export interface Reader {
	/** the result and the named ballots of a vote before they are published */
	readonly results: boolean;
	/** items and papers that are kept from guests */
	readonly restricted: boolean;
	/** items and papers of members and of those who run the meeting */
	readonly closed: boolean;
	/** ids of votes that they see since they stand on the list frozen with them, and of their items nothing else */
	readonly lists: readonly string[];
	/** what was chosen for them of each paper for which something was, by the document's id */
	readonly papers: ReadonlyMap<string, PaperLevel>;
}

/** Through whose eyes, and on what. */
export interface View {
	readonly reader: Reader;
	/** of `state` */
	readonly plan: Plan;
	/** the meeting, with the event that is told */
	readonly state: MeetingState;
}

/** To whom an event, or a part of the state, is told as it is; where not to everybody, what is told in its place. */
type Telling<T, Told> = 'everybody' | ((whole: T, view: View) => Told);

/** One for each kind of event: a new one does not compile before it says who may see it. */
export type TellingOf<E extends { readonly type: string }> = {
	readonly [K in E['type']]: Telling<Extract<E, { readonly type: K }>, MeetingEvent>;
};

/** One for each part of the state. */
export type TellingOfParts<S> = { readonly [K in keyof S]: Telling<S[K], S[K]> };

export const withheld: MeetingEvent = { type: 'withheld' };

export const sees = (reader: Reader, access: AgendaItem['access']): boolean => access === 'open' || reader[access];

/** null: what belongs to no item is open. */
export const seesItem = ({ reader, plan }: Omit<View, 'state'>, itemId: string | null): boolean =>
	sees(reader, accessOfItem(plan, itemId));

/** What this reader was let do with a paper; `none`: to them there is no such paper. */
export const levelFor = (
	reader: Reader,
	plan: Plan,
	paper: Pick<Paper, 'documentId' | 'itemId' | 'label'>,
): PaperLevel =>
	sees(reader, accessOfPaper(plan, paper)) ? (reader.papers.get(paper.documentId) ?? 'download') : 'none';
