/** What threads of the control process do beside its loop; called by name (app/live/work-pool.ts). */
import { openAsItIs, type Database } from '#db/client.ts';
import { countGrades, summariseLinks } from '#db/links/links.ts';
import type { Minutes } from '#minutes/minutes.ts';
import { renderMinutes, type JournalEnd } from '#minutes/render-minutes.ts';
import { workerData } from 'node:worker_threads';

let opened: Database | undefined;

/** This thread's own connection, which cannot write. */
const database = () => (opened ??= openAsItIs(workerData as string, { readonly: true }));

export const drawMinutes = ({ minutes, end }: { minutes: Minutes; end: JournalEnd | undefined }): Promise<Buffer> =>
	renderMinutes(minutes, end);

/** How the links of a meeting did that is over. */
export const addUpLinks = (meetingId: string) => ({
	grades: countGrades(database(), meetingId),
	summary: summariseLinks(database(), meetingId),
});
