import { openDatabase, type Database } from '#db/client.ts';
import { LogCarrier } from '#live/journal/log-carrier.ts';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../../db/temporary-database.ts';

/** A database, and what waits in its log; `write` commits so many pages. */
function open(thread?: URL, tooMany?: number) {
	const db = openDatabase(path.join(temporaryFolder(), 'db.sqlite'));
	const log = { error: vi.fn() };
	const carrier = new LogCarrier({ db, log, ...(thread && { thread }), ...(tooMany !== undefined && { tooMany }) });
	onTestFinished(async () => {
		await carrier.close();
		db.close();
	});
	db.sqlite.exec('CREATE TABLE pages (bytes BLOB NOT NULL) STRICT');
	db.sqlite.pragma('wal_checkpoint(TRUNCATE)');
	const write = (pages: number) =>
		db.sqlite.prepare('INSERT INTO pages (bytes) VALUES (zeroblob(?))').run(pages * 4_096);
	return { db, log, carrier, write };
}

function logOf({ sqlite }: Database) {
	const [pages] = sqlite.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
	return pages ?? { log: 0, checkpointed: 0 };
}

const leftToCommits = ({ sqlite }: Database) => sqlite.pragma('wal_autocheckpoint', { simple: true });

test('a thread carries the log into the database, and no commit does', async () => {
	const { db, carrier, write } = open();
	write(400);
	await carrier.look();
	expect(logOf(db).checkpointed).toBe(0);
	write(2_000);
	expect(logOf(db).log).toBeGreaterThan(2_400);
	expect(logOf(db).checkpointed).toBe(0);
	db.sqlite.pragma('wal_autocheckpoint = 8000');
	await Promise.all([carrier.look(), carrier.look()]);
	expect(logOf(db).checkpointed).toBe(logOf(db).log);
	expect(leftToCommits(db), 'as long as it works').toBe(64_000);
	// The next commit writes over what has been carried over: the log does not grow.
	write(1);
	expect(logOf(db).log).toBeLessThan(20);
	write(1_000);
	await carrier.look();
	expect(logOf(db).checkpointed).toBe(logOf(db).log);
});

test('a thread that dies is said, and begun anew; what none has carried a commit does in the end', async () => {
	const { db, log, carrier, write } = open(new URL('data:text/javascript,throw new Error("no thread")'), 2_000);
	write(1_000);
	await carrier.look();
	await carrier.look();
	expect(log.error).toHaveBeenCalledTimes(2);
	expect(logOf(db).checkpointed).toBe(0);
	write(1_500);
	expect(logOf(db).checkpointed).toBe(logOf(db).log);
});

test('what fails before there is a thread ends nothing else, is said once, and tried again a minute later', async () => {
	vi.useFakeTimers({ toFake: ['setInterval', 'performance'] });
	onTestFinished(() => void vi.useRealTimers());
	const { db, log, write } = open(new URL('http://no.where/thread.ts'));
	write(600);
	expect(leftToCommits(db)).toBe(64_000);
	for (let second = 0; second < 50; second += 1) await vi.advanceTimersByTimeAsync(1_000);
	expect(log.error).toHaveBeenCalledTimes(1);
	expect(leftToCommits(db), 'a commit that carries them is the sooner to').toBe(8_000);
	for (let second = 0; second < 20; second += 1) await vi.advanceTimersByTimeAsync(1_000);
	expect(log.error).toHaveBeenCalledTimes(2);
});
