import { eq } from 'drizzle-orm';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { meetings } from '../schema/meetings.ts';
import type { MeetingStatus } from './meetings.ts';

/** Draft → approved → invited → (rehearsal) → live → ended → minutes approved → archived; an urgent meeting skips the invitation. */
const next: Readonly<Record<MeetingStatus, readonly MeetingStatus[]>> = {
	draft: ['approved'],
	approved: ['draft', 'invited', 'rehearsal', 'live'],
	invited: ['approved', 'rehearsal', 'live'],
	rehearsal: ['invited', 'live'],
	live: ['ended'],
	ended: ['minutes-approved'],
	'minutes-approved': ['ended', 'archived'],
	archived: [],
};

/** Nothing happens when it has that status already. @throws DataError `not-found`, `status-change-refused` */
export function setStatus(db: Database, meetingId: string, status: MeetingStatus, now: number): void {
	inTransaction(db, () => {
		const meeting = db.orm.select().from(meetings).where(eq(meetings.id, meetingId)).get();
		if (!meeting) throw new DataError('not-found', meetingId);
		if (meeting.status === status) return;
		if (!next[meeting.status].includes(status))
			throw new DataError('status-change-refused', `${meeting.status}:${status}`);
		const endedAt = meeting.status === 'live' ? now : meeting.endedAt;
		db.orm.update(meetings).set({ status, endedAt }).where(eq(meetings.id, meetingId)).run();
	});
}
