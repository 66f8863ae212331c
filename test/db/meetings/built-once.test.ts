import { listHeld } from '#db/documents/held-papers.ts';
import { signaturesIn } from '#db/documents/paper-signatures.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { listRemarks, sendRemark } from '#db/meetings/remarks.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';
import { expect, test, vi } from 'vitest';
import { temporaryDatabase } from '../temporary-database.ts';

/** To build them took a tenth of a dossier's page. */
test('what a dossier’s page asks is built once for all meetings and readers', () => {
	const db = temporaryDatabase();
	const meetings = [1, 2].map(() => createTestMeeting(db, { delegates: 2 }));
	for (const { id: meetingId, delegateIds } of meetings)
		for (const authorId of delegateIds)
			sendRemark(db, { meetingId, itemId: null, versionId: null, page: null, authorId, text: authorId }, 1);
	const build = vi.spyOn(SQLiteSyncDialect.prototype, 'buildSelectQuery');
	const view = (of: number, by: number) => {
		const { id = '', delegateIds = [] } = meetings[of] ?? {};
		requireMeeting(db, id);
		expect([listHeld(db, '', id), signaturesIn(db, id)]).toEqual([[], new Map()]);
		const own = listRemarks(db, id, delegateIds[by]).map(({ text }) => text);
		return { own, all: listRemarks(db, id).length, isOwn: own.join() === delegateIds[by] };
	};
	expect(view(0, 0)).toMatchObject({ isOwn: true, all: 2 });
	expect(build).toHaveBeenCalled();
	build.mockClear();
	expect(view(1, 1)).toMatchObject({ isOwn: true, all: 2 });
	expect(build).not.toHaveBeenCalled();
});
