import { makeKey } from '#db/backup/keys.ts';
import { makeBackup } from '#db/backup/make-backup.ts';
import { openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { filePath, storeFile } from '#db/documents/file-store.ts';
import { addDocument } from '#db/documents/documents.ts';
import { openToRead } from '#db/operator.ts';
import { holdMeeting } from '#test/support/held-meeting.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-database.ts';

const now = Date.UTC(2026, 10, 25, 21, 30);

test('the command restores what was backed up, says what, and says which key it lacks', async () => {
	const [dataDir, folder] = [temporaryFolder(), temporaryFolder()];
	const db = openDatabase(databaseFile(dataDir));
	const { id: held } = await holdMeeting(db);
	const { id: meetingId } = createTestMeeting(db, { delegates: 1 });
	const file = await storeFile(dataDir, Buffer.from('%PDF-1.7 tờ trình'));
	addDocument(db, { meetingId, title: 'Tờ trình', label: 'internal', file, fileName: 'a.pdf', uploadedBy: null }, now);
	db.close();
	const key = path.join(folder, 'key');
	const recipients = [await makeKey(key, now)];
	const made = await makeBackup({ dataDir, into: folder, recipients, now, signal: new AbortController().signal });

	const into = path.join(folder, 'restored');
	const restore = (...more: string[]) =>
		spawnSync(process.execPath, ['app/restore.ts', made.file, '--into', into, ...more], {
			encoding: 'utf8',
			env: { ...process.env, BACKUP_IDENTITY: '' },
		});
	const { status, stdout, stderr } = restore();
	expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
	expect(stderr).toBe('Which key opens it? Give --identity KEY, or set BACKUP_IDENTITY to its file.\n');
	expect(existsSync(into)).toBe(false);

	expect(restore('--identity', key)).toMatchObject({
		status: 0,
		stderr: '',
		stdout: `Restored into ${into}, as of 2026-11-25T21:30:00.000Z: the database, 1 journals that fit, 1 files with the hashes that they had.\n`,
	});
	expect(readFileSync(filePath(into, file.sha256), 'utf8')).toBe('%PDF-1.7 tờ trình');
	const restored = openToRead(into);
	const journal = restored.sqlite.prepare('SELECT count(*) FROM journal WHERE stream_id = ?').pluck();
	expect(journal.get(held)).toBeGreaterThan(0);
	restored.close();
});
