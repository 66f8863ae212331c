/** What threads of the control process do beside its loop; called by name (app/live/work-pool.ts). */
import { openAsItIs, type Database } from '#db/client.ts';
import { workerData } from 'node:worker_threads';
import { tasksOn } from './tasks-on.ts';

let opened: Database | undefined;

/** This thread's own connection, which cannot write. */
const database = () => (opened ??= openAsItIs(workerData as string, { readonly: true }));

export const {
	drawMinutes,
	addUpLinks,
	planImport,
	searchPapers,
	searchOwn,
	comparePapers,
	samePages,
	drawSheets,
	drawCopy,
	drawRemarks,
} = tasksOn(database);
