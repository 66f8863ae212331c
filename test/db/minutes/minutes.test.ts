import { docx } from '#db/documents/file-type.ts';
import { storeFile } from '#db/documents/file-store.ts';
import { createMeeting } from '#db/meetings/meetings.ts';
import { approveMinutes, listMinutes, recordMinutes } from '#db/minutes/minutes.ts';
import { expect, test } from 'vitest';
import { createSmallProvince, now } from '../small-province.ts';
import { temporaryDatabase, temporaryFolder } from '../temporary-database.ts';

test('a draft takes the place of the draft before; approved minutes stay', async () => {
	const db = temporaryDatabase();
	const { chairId } = createSmallProvince(db);
	const participants = [{ id: chairId, roles: ['chair' as const] }];
	const meetingId = createMeeting(
		db,
		{ title: 'Họp', startsAt: now, plannedMinutes: 60, participants, createdBy: chairId },
		now,
	);
	const file = { ...(await storeFile(temporaryFolder(), Buffer.from('PK\x03\x04 minutes'))), type: docx };
	const draw = (journalSeq: number) =>
		recordMinutes(db, { meetingId, file, journalSeq, contentSha256: String(journalSeq) }, now + journalSeq);
	const [first, second] = [draw(10), draw(11)];
	expect(() => approveMinutes(db, first)).toThrow(expect.objectContaining({ code: 'not-found' }));
	approveMinutes(db, second);
	draw(12);
	expect(listMinutes(db, meetingId).map((each) => [each.journalSeq, each.status])).toEqual([
		[12, 'draft'],
		[11, 'approved'],
		[10, 'superseded'],
	]);
});
