import { openDatabase } from '#db/client.ts';
import { startLiveServer } from '#test/support/live-server.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { temporaryFolder } from '../../db/temporary-database.ts';
import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

test('what a killed server has left in the write-ahead log is gone from it once another has started', async () => {
	const [before, after] = [temporaryFolder(), temporaryFolder()].map((folder) => path.join(folder, 'db.sqlite'));
	const db = openDatabase(before!);
	const { chairId } = createTestMeeting(db, { delegates: 1 });
	for (const suffix of ['', '-wal']) copyFileSync(before + suffix, after + suffix);
	const mentions = () => readFileSync(`${after}-wal`, 'latin1').includes(chairId);
	expect(mentions()).toBe(true);
	const server = await startLiveServer(after!);
	expect(mentions()).toBe(false);
	await server.close();
	db.close();
});
