import { listAudit, recordAudit } from '#db/audit/audit.ts';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../temporary-database.ts';

test('entries are listed newest first, page by page, by time and action', () => {
	const db = temporaryDatabase();
	for (let at = 1; at <= 5; at++) {
		recordAudit(db, {
			at,
			accountId: null,
			ip: '::1',
			action: at % 2 ? 'odd' : 'even',
			subject: `s${at}`,
			detail: { at },
		});
	}
	const page = listAudit(db, { limit: 2 });
	expect(page.map((entry) => entry.at)).toEqual([5, 4]);
	expect(listAudit(db, { beforeId: page[1]?.id ?? 0 }).map((entry) => entry.at)).toEqual([3, 2, 1]);
	expect(listAudit(db, { from: 2, to: 5, action: 'even' })).toMatchObject([
		{ at: 4, subject: 's4', detail: { at: 4 }, ip: '::1' },
		{ at: 2, subject: 's2' },
	]);
});
