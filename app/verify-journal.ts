/**
 * `npm run verify-journal [-- --demo] [--log FILE]… [--hash HEX]…`: walks every meeting's journal, names the first event
 * that does not fit, and compares what must agree with journals: votes, urns, meetings' states, minutes; with --log also
 * the heads that the server's log tells of, with --hash what a document's properties name. Reads only.
 */
import type { Database } from '#db/client.ts';
import { findHash, hasHead, readHead } from '#db/journal/heads.ts';
import { describeFault, verifyMeetings } from '#db/journal/verify-meeting.ts';
import { dataDirOf, OperatorError, openToRead, runForOperator } from '#db/operator.ts';
import { open } from 'node:fs/promises';
import { parseArgs } from 'node:util';

await runForOperator(async () => {
	const { values } = parseArgs({
		options: {
			demo: { type: 'boolean', default: false },
			log: { type: 'string', multiple: true, default: [] },
			hash: { type: 'string', multiple: true, default: [] },
		},
	});
	const db = openToRead(dataDirOf(values));
	try {
		let fits = verifyAll(db);
		for (const file of values.log) if (!(await verifyHeads(db, file))) fits = false;
		for (const hash of values.hash) if (!verifyHash(db, hash)) fits = false;
		return fits ? 0 : 1;
	} finally {
		db.close();
	}
});

function verifyAll(db: Database): boolean {
	let meetings = 0;
	let fitting = 0;
	for (const { faults } of verifyMeetings(db)) {
		meetings += 1;
		if (faults.length === 0) fitting += 1;
		for (const fault of faults) console.error(describeFault(fault));
	}
	console.log(`${fitting} of ${meetings} journals fit.`);
	return fitting === meetings;
}

async function verifyHeads(db: Database, file: string): Promise<boolean> {
	const log = await open(file).catch((error: Error) => {
		throw new OperatorError(error.message);
	});
	let heads = 0;
	let standing = 0;
	for await (const line of log.readLines()) {
		const head = readHead(line);
		if (!head) continue;
		heads += 1;
		if (hasHead(db, head)) standing += 1;
		else
			console.error(
				`Meeting ${head.streamId}: the log knows an event ${head.seq} that its journal has not, or has otherwise: its end has been cut off or written anew.`,
			);
	}
	console.log(`${standing} of ${heads} heads in ${file} stand in the journals.`);
	return standing === heads;
}

function verifyHash(db: Database, hash: string): boolean {
	if (!/^[0-9a-f]{64}$/i.test(hash)) throw new OperatorError(`--hash: ${hash} is no SHA-256 of 64 hex digits.`);
	const found = findHash(db, Buffer.from(hash, 'hex'));
	if (found)
		console.log(
			`${hash}: event ${found.seq} (${found.type}) of meeting ${found.stream_id}, ${new Date(found.at).toISOString()}.`,
		);
	else console.error(`${hash}: no journal has an event with this hash.`);
	return found !== undefined;
}
