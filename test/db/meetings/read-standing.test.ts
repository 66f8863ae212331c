import { addAgendaItem } from '#db/meetings/agenda.ts';
import { createMeeting } from '#db/meetings/meetings.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { requireStanding } from '#db/meetings/read-standing.ts';
import { insertPerson } from '#db/org/people.ts';
import { mayReadPaper } from '#meeting/paper-rights.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../temporary-database.ts';

test('by what is read for one paper one may read what one may by the whole dossier', () => {
	const db = temporaryDatabase();
	const { id: ofBody, secretaryId, chairId, delegateIds } = createTestMeeting(db, { delegates: 1 });
	const [guestId, strangerId] = ['Khách', 'Người lạ'].map((name) => insertPerson(db, { name, position: '' }));
	const participants = [
		{ id: chairId, roles: ['chair' as const] },
		{ id: guestId ?? '', roles: ['guest' as const] },
	];
	const details = { title: 'Họp', startsAt: Date.now(), plannedMinutes: 60, createdBy: secretaryId };
	const without = createMeeting(db, { ...details, participants }, Date.now());
	let [tried, read] = [0, 0];
	for (const meetingId of [ofBody, without]) {
		const items = (['open', 'restricted', 'closed'] as const).map((access) =>
			addAgendaItem(db, meetingId, { title: access, access }),
		);
		const meeting = requireMeeting(db, meetingId);
		for (const participantId of [chairId, secretaryId, ...delegateIds, guestId ?? '', strangerId ?? ''])
			for (const itemId of [null, 'of-no-agenda', ...items])
				for (const label of ['public', 'restricted'] as const) {
					const standing = requireStanding(db, { meetingId, itemId, participantId });
					const may = mayReadPaper(standing, participantId, { itemId, label }, 0);
					expect(may).toBe(mayReadPaper(meeting, participantId, { itemId, label }, 0));
					tried += 1;
					read += Number(may);
				}
	}
	expect([tried, read > 20 && read < tried - 20]).toEqual([100, true]);
	const none = { meetingId: 'none', itemId: null, participantId: chairId };
	expect(() => requireStanding(db, none)).toThrow(expect.objectContaining({ code: 'not-found' }));
});
