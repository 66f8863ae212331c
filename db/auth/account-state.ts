import { eq, sql, type Placeholder, type SQL } from 'drizzle-orm';
import { dateOf } from '../calendar.ts';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { accounts, sessions } from '../schema/auth.ts';
import { requireAccount, unlocked } from './accounts.ts';
import { administratorGrants, endGrant, makeAdministrator, requireAdministrator, type By } from './grants.ts';

/** `none`: there is no account. Locked is who failed too often, until the lock ends by itself or is lifted. */
export type AccountState = 'none' | 'active' | 'locked' | 'disabled';

/** SQL for the state of the account of a query's row, which may be missing (left join). */
export function accountState(now: number | Placeholder): SQL<AccountState> {
	return sql`CASE WHEN ${accounts.id} IS NULL THEN 'none' WHEN ${accounts.disabledAt} IS NOT NULL THEN 'disabled' WHEN ${accounts.lockedUntil} > ${now} THEN 'locked' ELSE 'active' END`;
}

/**
 * An account is never deleted, as the audit names it: it is disabled, and its sessions end.
 * @throws DataError `not-found`, `last-administrator`
 */
export function disableAccount(db: Database, accountId: string, now: number): void {
	inTransaction(db, () => {
		const { personId } = requireAccount(db, accountId);
		const today = dateOf(now);
		const isOne = personId !== null && administratorGrants(db, personId, today).length > 0;
		db.orm.update(accounts).set({ disabledAt: now }).where(eq(accounts.id, accountId)).run();
		db.orm.delete(sessions).where(eq(sessions.accountId, accountId)).run();
		if (isOne) requireAdministrator(db, today);
	});
}

/** With the password that it had; a lock is lifted. @throws DataError `not-found` */
export function enableAccount(db: Database, accountId: string): void {
	requireAccount(db, accountId);
	db.orm
		.update(accounts)
		.set({ disabledAt: null, ...unlocked })
		.where(eq(accounts.id, accountId))
		.run();
}

/**
 * Takes effect at the account's next request.
 * @throws DataError `not-found` (also for a terminal), `last-administrator`
 */
export function setAdministrator(db: Database, accountId: string, isAdmin: boolean, by: By): void {
	inTransaction(db, () => {
		const { personId } = requireAccount(db, accountId);
		if (personId === null) throw new DataError('not-found', accountId);
		const today = dateOf(by.now);
		const held = administratorGrants(db, personId, today);
		if (isAdmin && held.length === 0) makeAdministrator(db, personId, by);
		if (!isAdmin) for (const id of held) endGrant(db, id, by);
	});
}
