/**
 * `npm run verify-journal [-- --demo]`: walks every meeting's journal, names the first event that does not fit, and
 * compares what must agree with journals: votes, urns, meetings' states, minutes. Reads only.
 */
import { describeFault, verifyMeetings } from '#db/journal/verify-meeting.ts';
import { dataDirOf, openToRead, runForOperator } from '#db/operator.ts';
import { parseArgs } from 'node:util';

await runForOperator(() => {
	const { values } = parseArgs({ options: { demo: { type: 'boolean', default: false } } });
	const db = openToRead(dataDirOf(values));
	try {
		let meetings = 0;
		let fitting = 0;
		for (const { faults } of verifyMeetings(db)) {
			meetings += 1;
			if (faults.length === 0) fitting += 1;
			for (const fault of faults) console.error(describeFault(fault));
		}
		console.log(`${fitting} of ${meetings} journals fit.`);
		return fitting === meetings ? 0 : 1;
	} finally {
		db.close();
	}
});
