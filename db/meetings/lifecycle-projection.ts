import type { Database } from '#db/client.ts';
import type { Projection } from '#db/journal/projection.ts';
import { meetings } from '#db/schema/meetings.ts';
import { and, eq, inArray, notInArray } from 'drizzle-orm';
import type { MeetingStatus } from './meetings.ts';

/** What becomes of a meeting afterwards is no matter of its journal. */
const afterwards: MeetingStatus[] = ['minutes-approved', 'archived'];

/** A meeting that starts or ends says so in its row. */
export const lifecycleProjection: Projection = {
	name: 'lifecycle',
	apply(db, meetingId, { at, event }) {
		if (event.type === 'meeting-started') setStatus(db, meetingId, 'live');
		if (event.type === 'meeting-ended') {
			setStatus(db, meetingId, 'ended');
			db.orm.update(meetings).set({ endedAt: at }).where(eq(meetings.id, meetingId)).run();
		}
	},
	clear({ orm }, meetingId) {
		const isMeeting = eq(meetings.id, meetingId);
		orm.update(meetings).set({ endedAt: null }).where(isMeeting).run();
		// Whoever may start it has been invited.
		const begun = and(isMeeting, inArray(meetings.status, ['live', 'ended']));
		orm.update(meetings).set({ status: 'invited' }).where(begun).run();
	},
	read({ orm }, meetingId) {
		const row = orm
			.select({ status: meetings.status, endedAt: meetings.endedAt })
			.from(meetings)
			.where(eq(meetings.id, meetingId))
			.get();
		return row && { phase: phaseOf(row.status), endedAt: row.endedAt };
	},
};

function setStatus({ orm }: Database, meetingId: string, status: MeetingStatus): void {
	const notAfterwards = and(eq(meetings.id, meetingId), notInArray(meetings.status, afterwards));
	orm.update(meetings).set({ status }).where(notAfterwards).run();
}

/** How the dossier came to be ready for the start is no matter of the journal either. */
function phaseOf(status: MeetingStatus): 'before' | 'live' | 'over' {
	if (status === 'live') return 'live';
	return status === 'ended' || afterwards.includes(status) ? 'over' : 'before';
}
