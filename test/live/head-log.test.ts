import { openDatabase } from '#db/client.ts';
import { findEnd, findHash, hasHead, readHead } from '#db/journal/heads.ts';
import { databaseFile } from '#db/data-dir.ts';
import { HeadLog } from '#live/journal/head-log.ts';
import { holdMeeting } from '#test/support/held-meeting.ts';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../db/temporary-database.ts';

afterEach(() => void vi.useRealTimers());

test('each hour the log has the head of every journal that was written since, and of no other', () => {
	vi.useFakeTimers();
	const told: unknown[] = [];
	const heads = new HeadLog({ info: (about: object) => void told.push(about) } as never);
	const head = (streamId: string, seq: number) => ({ streamId, seq, hash: Buffer.alloc(32, seq) });
	heads.written([head('a', 1), head('b', 1)]);
	heads.written([head('a', 2)]);
	vi.advanceTimersByTime(3_599_999);
	expect(told).toEqual([]);
	vi.advanceTimersByTime(1);
	expect(told).toEqual([
		{ streamId: 'a', seq: 2, hash: '02'.repeat(32) },
		{ streamId: 'b', seq: 1, hash: '01'.repeat(32) },
	]);
	vi.advanceTimersByTime(3_600_000);
	expect(told).toHaveLength(2);
	heads.written([head('b', 5)]);
	heads.close();
	expect(told).toHaveLength(3);
});

test('an end that is cut off shows by the log, and by the hash in the minutes', async () => {
	const folder = temporaryFolder();
	const db = openDatabase(databaseFile(folder));
	const log = path.join(folder, 'server.log');
	const lines: string[] = [];
	const { id } = await holdMeeting(db, pino({}, { write: (line) => void lines.push(line) }));
	writeFileSync(log, ['not JSON: journal head', '{"msg":"ready"}', ...lines].join('\n'));
	const told = lines.flatMap((line) => readHead(line) ?? []);
	const end = findEnd(db, id);
	// What the minutes name is the last event here: nobody left after the end.
	expect(told).toEqual([{ streamId: id, ...end }]);
	expect(findHash(db, end?.hash ?? Buffer.alloc(32))).toMatchObject({ stream_id: id, type: 'meeting-ended' });
	const hex = end?.hash.toString('hex') ?? '';
	const verify = () =>
		spawnSync(process.execPath, ['app/verify-journal.ts', '--log', log, '--hash', hex], {
			encoding: 'utf8',
			env: { ...process.env, DATA_DIR: folder },
		});
	expect(verify()).toMatchObject({ status: 0, stderr: '' });
	// As an intruder would: the tables that tell of the end are made to fit.
	db.sqlite.exec(`DELETE FROM journal WHERE seq = ${end?.seq}; UPDATE meetings SET status = 'live', ended_at = NULL`);
	expect(told.filter((head) => hasHead(db, head))).toEqual([]);
	const { status, stdout, stderr } = verify();
	expect({ status, stdout }).toEqual({
		status: 1,
		stdout: expect.stringContaining('1 of 1 journals fit.\n0 of 1 heads'),
	});
	expect(stderr).toContain(`the log knows an event ${end?.seq}`);
	expect(stderr).toContain('no journal has an event with this hash');
	db.close();
});
