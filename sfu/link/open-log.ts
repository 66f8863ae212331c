import process from 'node:process';
import { pino, type Logger } from 'pino';
import pretty from 'pino-pretty';

/**
 * A process's log, on standard error and written before the next line runs, so that the last words of a process that
 * dies are there: for a person at a terminal one readable line each, else JSON, a line each. `name`: of the process,
 * where several write to one place.
 */
export function openLog(level: string, name?: string): Logger {
	const options = { level, ...(name === undefined ? {} : { name }) };
	if (!process.stderr.isTTY) return pino(options, pino.destination({ dest: 2, sync: true }));
	return pino(
		options,
		pretty({
			destination: 2,
			sync: true,
			singleLine: true,
			translateTime: 'SYS:HH:MM:ss',
			ignore: 'pid,hostname,part,name',
			messageFormat: '{if part}{part}: {end}{msg}',
		}),
	);
}
