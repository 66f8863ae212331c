/**
 * A thread of the control process: carries what is in the write-ahead log into the database, as far as nobody reads it there,
 * whenever it is asked, and says when that is done. It changes no row.
 */
import BetterSqlite3 from 'better-sqlite3';
import { parentPort, workerData } from 'node:worker_threads';

const sqlite = new BetterSqlite3(workerData as string, { fileMustExist: true });
// What is carried over is on the disk before its place in the log is written over.
sqlite.pragma('synchronous = FULL');
parentPort?.on('message', () => {
	sqlite.pragma('wal_checkpoint(PASSIVE)');
	parentPort?.postMessage('carried');
});
