import type { SharedMark } from '#meeting/shared-marks.ts';
import { dateOf } from '../calendar.ts';
import type { Database } from '../client.ts';
import { peopleOfUnit } from '../meetings/participants.ts';
import { unitOf } from './paper-access.ts';

/**
 * Who are the readers of a mark, by their ids: whom its author chose, or those in the meeting who are of the author's unit on its
 * day, as the list of who takes part stands by now. Undefined: its layer says all. `startsAt`: ms since the epoch
 */
export function readersOfMarks(
	db: Database,
	{ id: meetingId, startsAt }: { readonly id: string; readonly startsAt: number },
): (mark: Pick<SharedMark, 'authorId' | 'layer' | 'readers'>) => readonly string[] | undefined {
	const date = dateOf(startsAt);
	const colleagues = new Map<string, readonly string[]>();
	return ({ authorId, layer, readers }) => {
		if (layer !== 'unit') return readers;
		const unitId = colleagues.has(authorId) ? null : unitOf(db, authorId, date);
		const found = colleagues.get(authorId) ?? (unitId === null ? [] : peopleOfUnit(db, { meetingId, unitId, date }));
		colleagues.set(authorId, found);
		return found;
	};
}
