import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { prepared } from '../prepared.ts';
import { createToken } from './token.ts';

/**
 * What the names of unknown logins are hashed with. Whoever could compute buckets would lock one under a name of their own
 * making, and learn by a single attempt whether another name of the same bucket has an account. It lasts as the counts do:
 * were it another one after a restart, what is still locked would be an account. Beside the database, not in it: who
 * reads that, or a back-up of it, can try no names out.
 */
export const bucketKey = prepared(({ sqlite }): string => {
	const file = path.join(path.dirname(sqlite.name), 'unknown-logins.key');
	if (!existsSync(file)) {
		// Under another name until it is whole.
		writeFileSync(`${file}.new`, createToken(), { mode: 0o600, flush: true });
		renameSync(`${file}.new`, file);
	}
	return readFileSync(file, 'utf8');
});
