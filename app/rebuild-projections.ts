/**
 * `npm run rebuild-projections [-- --demo]`: makes anew from the journals what tables repeat of them: votes, who took
 * part, named ballots, whether a meeting runs or is over. A journal that does not fit is left alone, and exit is 1.
 */
import { rebuildProjections } from '#db/journal/projections.ts';
import { meetingsToVerify } from '#db/journal/verify-meeting.ts';
import { verifyJournal } from '#db/journal/verify.ts';
import { dataDirOf, openToChange, runForOperator } from '#db/operator.ts';
import { parseArgs } from 'node:util';

await runForOperator(() => {
	const { values } = parseArgs({ options: { demo: { type: 'boolean', default: false } } });
	const { db, close } = openToChange(dataDirOf(values));
	try {
		const meetings = meetingsToVerify(db);
		const unfit = meetings.filter((meetingId) => verifyJournal(db, meetingId));
		for (const meetingId of meetings) if (!unfit.includes(meetingId)) rebuildProjections(db, meetingId);
		for (const meetingId of unfit)
			console.error(
				`Meeting ${meetingId}: its journal does not fit (npm run verify-journal); nothing was made from it.`,
			);
		console.log(`Made anew from ${meetings.length - unfit.length} of ${meetings.length} journals.`);
		return unfit.length === 0 ? 0 : 1;
	} finally {
		close();
	}
});
