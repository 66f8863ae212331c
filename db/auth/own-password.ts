import { and, eq, ne } from 'drizzle-orm';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { accounts, sessions } from '../schema/auth.ts';
import { requireAccount, unlocked } from './accounts.ts';
import { hashPassword, requirePassword, verifyPassword } from './password.ts';

export interface PasswordChange {
	readonly accountId: string;
	/** what it was */
	readonly current: string;
	readonly next: string;
	/** the session that goes on: the one that asks */
	readonly sessionKey: string;
}

/**
 * Sets one's own new password and ends one's sessions everywhere else: whoever else knew the old one is out.
 * @returns the keys of the sessions that ended
 * @throws DataError `password-wrong`, `password-same`, `password-too-short`, `password-too-long`, `password-is-login`
 */
export async function changeOwnPassword(db: Database, change: PasswordChange): Promise<string[]> {
	const { accountId, current, next, sessionKey } = change;
	const { login, passwordHash: old } = requireAccount(db, accountId);
	if (!(await verifyPassword(current, old))) throw new DataError('password-wrong', accountId);
	requirePassword(next, login);
	if (await verifyPassword(next, old)) throw new DataError('password-same', accountId);
	const passwordHash = await hashPassword(next);
	return inTransaction(db, () => {
		db.orm
			.update(accounts)
			.set({ passwordHash, ...unlocked })
			.where(eq(accounts.id, accountId))
			.run();
		return endOtherSessions(db, accountId, sessionKey);
	});
}

/** @returns the keys of the sessions that ended */
export function endOtherSessions({ orm }: Database, accountId: string, sessionKey: string): string[] {
	return orm
		.delete(sessions)
		.where(and(eq(sessions.accountId, accountId), ne(sessions.tokenHash, sessionKey)))
		.returning({ key: sessions.tokenHash })
		.all()
		.map(({ key }) => key);
}
