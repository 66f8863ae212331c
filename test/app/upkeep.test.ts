import { listAudit, recordAudit } from '#db/audit/audit.ts';
import { openSession } from '#db/auth/sessions.ts';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { insertAccount } from '#db/auth/accounts.ts';
import { insertPerson } from '#db/org/people.ts';
import { Upkeep } from '../../app/upkeep.ts';
import { temporaryDatabase } from '../db/temporary-database.ts';

const hour = 3_600_000;
const longAgo = Date.parse('2025-01-01T08:00:00+07:00');

test('what has had its time goes at the start and each hour; what cannot is said, costs nothing else its turn, and goes an hour later', () => {
	vi.useFakeTimers({ now: Date.parse('2027-01-01T08:00:00+07:00') });
	onTestFinished(() => void vi.useRealTimers());
	const db = temporaryDatabase();
	const log = pino({ level: 'silent' });
	const said = vi.spyOn(log, 'error');
	const record = () => {
		const entry = { accountId: null, ip: null, action: 'sign-in', subject: '', detail: {} };
		recordAudit(db, { ...entry, at: longAgo });
	};
	const personId = insertPerson(db, { name: 'Lan', position: '' });
	const account = { login: 'lan', passwordHash: 'none', owner: { personId } };
	const accountId = insertAccount(db, account, longAgo);
	const signIn = () => openSession(db, { accountId, isTerminal: false, ip: null, userAgent: null, now: longAgo });
	const left = () => [listAudit(db).length, db.sqlite.prepare('SELECT count(*) FROM sessions').pluck().get()];

	const days: number[] = [];
	const hours: number[] = [];
	const hourly = (now: number) => void hours.push(now);
	const daily = async (now: number) => void days.push(now);
	record();
	signIn();
	const upkeep = new Upkeep({ db, log, linkHistoryDays: 366, hourly, daily });
	expect(left()).toEqual([0, 0]);

	record();
	signIn();
	db.sqlite.exec("CREATE TRIGGER full BEFORE DELETE ON sessions BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
	vi.advanceTimersByTime(hour);
	expect([left(), said.mock.calls.length]).toEqual([[0, 1], 1]);
	db.sqlite.exec('DROP TRIGGER full');
	vi.advanceTimersByTime(hour);
	expect([left(), said.mock.calls.length]).toEqual([[0, 0], 1]);

	expect(hours).toHaveLength(3);
	upkeep.close();
	record();
	vi.advanceTimersByTime(hour);
	expect(left()).toEqual([1, 0]);
});
