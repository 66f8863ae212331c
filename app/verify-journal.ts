/** `npm run verify-journal [-- --demo]`: walks every meeting's journal and names the first event that does not fit. */
import { meetingsWithJournal } from '#db/journal/journal.ts';
import { verifyJournal } from '#db/journal/verify.ts';
import { dataDirOf, openToRead, runForOperator } from '#db/operator.ts';
import { parseArgs } from 'node:util';

const whys = {
	gap: 'an event before it is missing',
	chain: 'it does not follow the hash of the event before it',
	content: 'what it says is not what its hash was taken of',
	type: 'its name is not that of its event',
};

await runForOperator(() => {
	const { values } = parseArgs({ options: { demo: { type: 'boolean', default: false } } });
	const db = openToRead(dataDirOf(values));
	try {
		const meetings = meetingsWithJournal(db);
		const misfits = meetings.flatMap((meetingId) => verifyJournal(db, meetingId) ?? []);
		for (const { meetingId, seq, why } of misfits)
			console.error(`Meeting ${meetingId}, event ${seq}: ${whys[why]} (${why}).`);
		console.log(`${meetings.length - misfits.length} of ${meetings.length} journals fit.`);
		return misfits.length === 0 ? 0 : 1;
	} finally {
		db.close();
	}
});
