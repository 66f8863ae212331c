import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { openAsItIs, openDatabase, type Database } from './client.ts';
import { claimDataDir, databaseFile } from './data-dir.ts';
import { DataError } from './data-error.ts';

/** Ends a command that an operator gave; the message is the sentence that they read. */
export class OperatorError extends Error {
	override readonly name = 'OperatorError';
}

/** The data directory that a command is about: as the server finds it. */
export const dataDirOf = ({ demo }: { readonly demo: boolean }): string =>
	path.resolve(process.env['DATA_DIR'] ?? (demo ? 'data/demo' : 'data/production'));

/** For commands that only look; the server may run meanwhile. @throws OperatorError */
export function openToRead(dataDir: string): Database {
	return open(requireDatabase(dataDir), (file) => openAsItIs(file, { readonly: true }));
}

/**
 * For commands that change something, in the place of the server: it keeps meetings in memory, and would not see what
 * changes beneath it. `create`: an empty database where there is none.
 * @throws OperatorError, also while a server runs on the directory
 */
export function openToChange(dataDir: string, { create = false } = {}): { db: Database; close(): void } {
	const isNew = create && !existsSync(databaseFile(dataDir));
	if (!isNew) requireDatabase(dataDir);
	const release = claimDataDir(dataDir);
	if (!release) throw new OperatorError(`A server runs on ${dataDir}: stop it first, then give the command again.`);
	try {
		const file = databaseFile(dataDir);
		const db = isNew ? openDatabase(file) : open(file, () => openAsItIs(file, { readonly: false }));
		const close = () => {
			db.close();
			release();
		};
		return { db, close };
	} catch (error) {
		release();
		throw error;
	}
}

/** Runs a command and sets the exit code: what it returns; 2 where it could not be carried out. */
export async function runForOperator(command: () => number | Promise<number>): Promise<void> {
	try {
		process.exitCode = await command();
	} catch (error) {
		if (!(error instanceof OperatorError) && !isOfArguments(error)) throw error;
		process.stderr.write(`${error.message}\n`);
		process.exitCode = 2;
	}
}

/** What `parseArgs` has to say of an option. */
const isOfArguments = (error: unknown): error is Error =>
	error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');

/** The database's file. @throws OperatorError where there is none */
export function requireDatabase(dataDir: string): string {
	const file = databaseFile(dataDir);
	if (existsSync(file)) return file;
	throw new OperatorError(`There is no database at ${file}: set DATA_DIR, or give --demo.`);
}

/** What the data, or SQLite, refuses, said to whoever gave the command. */
const whys = new Map<string, (file: string) => string>([
	[
		'database-older',
		(file) => `${file} is of an older version: start the server once, it brings the database up to date.`,
	],
	['database-newer', (file) => `${file} is of a newer version than this program: run the program of that version.`],
	['database-foreign', (file) => `${file} holds changes that this program does not know: it is of another program.`],
	['SQLITE_CANTOPEN', (file) => `${file} cannot be opened by this user: give the command as the server's.`],
	['SQLITE_READONLY', (file) => `${file} cannot be written by this user: give the command as the server's.`],
	['SQLITE_NOTADB', (file) => `${file} is no database.`],
]);

function open(file: string, how: (file: string) => Database): Database {
	try {
		return how(file);
	} catch (error) {
		const why = whys.get(codeOf(error));
		throw why ? new OperatorError(why(file)) : error;
	}
}

function codeOf(error: unknown): string {
	if (error instanceof DataError) return error.code;
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	// SQLite says more after the second underscore.
	return code.split('_').slice(0, 2).join('_');
}
