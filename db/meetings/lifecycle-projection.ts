import type { Database } from '#db/client.ts';
import { meetings } from '#db/schema/meetings.ts';
import type { Recorded } from '#meeting/record.ts';
import { eq } from 'drizzle-orm';

/** A meeting that starts or ends says so in its row, within the transaction that writes the journal. */
export function projectLifecycle({ orm }: Database, meetingId: string, { at, event }: Recorded): void {
	if (event.type === 'meeting-started')
		orm.update(meetings).set({ status: 'live' }).where(eq(meetings.id, meetingId)).run();
	if (event.type === 'meeting-ended')
		orm.update(meetings).set({ status: 'ended', endedAt: at }).where(eq(meetings.id, meetingId)).run();
}
