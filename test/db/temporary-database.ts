import { openDatabase, type Database } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that goes with the test. */
export function temporaryFolder(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-db-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/** A database on disk that goes with the test. */
export function temporaryDatabase(): Database {
	const folder = temporaryFolder();
	const db = openDatabase(databaseFile(folder));
	// Registered after the folder, hence run before it goes.
	onTestFinished(() => db.close());
	return db;
}
