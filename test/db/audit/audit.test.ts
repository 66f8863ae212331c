import { deleteOldAudit, listAudit, recordAudit } from '#db/audit/audit.ts';
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

test('entries go when twelve months have passed, not before', () => {
	const db = temporaryDatabase();
	const at = Date.parse('2027-06-01T08:00:00+07:00');
	for (const action of ['sign-in', 'sign-out'])
		recordAudit(db, {
			at: action === 'sign-in' ? at : at + 1000,
			accountId: null,
			ip: null,
			action,
			subject: '',
			detail: {},
		});
	// A leap year lies between.
	expect(deleteOldAudit(db, Date.parse('2028-06-01T08:00:00+07:00'))).toBe(0);
	expect(deleteOldAudit(db, Date.parse('2028-06-01T08:00:00.001+07:00'))).toBe(1);
	expect(listAudit(db).map((entry) => entry.action)).toEqual(['sign-out']);
});
