/** `npm run verify-journal [-- --demo]`: walks every meeting's journal and names the first event that does not fit. */
import { openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { meetingsWithJournal } from '#db/journal/journal.ts';
import { verifyJournal } from '#db/journal/verify.ts';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

const whys = {
	gap: 'an event before it is missing',
	chain: 'it does not follow the hash of the event before it',
	content: 'what it says is not what its hash was taken of',
	type: 'its name is not that of its event',
};

const { values } = parseArgs({ options: { demo: { type: 'boolean', default: false } } });
const dataDir = process.env['DATA_DIR'] ?? (values.demo ? 'data/demo' : 'data/production');
const file = databaseFile(path.resolve(dataDir));
if (!existsSync(file)) {
	console.error(`There is no database at ${file}: set DATA_DIR, or give --demo.`);
	process.exit(2);
}
const db = openDatabase(file);
const meetings = meetingsWithJournal(db);
const misfits = meetings.flatMap((meetingId) => verifyJournal(db, meetingId) ?? []);
db.close();
for (const { meetingId, seq, why } of misfits)
	console.error(`Meeting ${meetingId}, event ${seq}: ${whys[why]} (${why}).`);
console.log(`${meetings.length - misfits.length} of ${meetings.length} journals fit.`);
process.exit(misfits.length === 0 ? 0 : 1);
