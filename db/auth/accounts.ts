import { and, eq, inArray } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { dateOf } from '../calendar.ts';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { fold } from '../fold.ts';
import { accounts, sessions } from '../schema/auth.ts';
import { knownOn } from '../org/periods.ts';
import { sitePeriods } from '../schema/org.ts';
import { makeAdministrator } from './grants.ts';
import { hashPassword, requirePassword } from './password.ts';

/** Exactly one: a person, or the terminal of a site. */
export type AccountOwner = { readonly personId: string } | { readonly siteId: string };

export interface NewAccount {
	/** 2 to 64 of `a-z 0-9 . _ @ -`; capitals are made small. */
	readonly login: string;
	readonly password: string;
	readonly owner: AccountOwner;
	/** administers this installation, from today on */
	readonly isAdmin?: boolean;
}

/**
 * @returns the account's id
 * @throws DataError `login-invalid`, `login-taken`, `owner-has-account`, `password-…`
 */
export async function createAccount(db: Database, account: NewAccount, now: number): Promise<string> {
	const login = requireLogin(account.login);
	requirePassword(account.password, login);
	const passwordHash = await hashPassword(account.password);
	return inTransaction(db, () => insertAccount(db, { ...account, login, passwordHash }, now));
}

/** The synchronous half, for those who create an account within a larger transaction. `login` is already checked. */
export function insertAccount(
	db: Database,
	account: { login: string; passwordHash: string; owner: AccountOwner; isAdmin?: boolean },
	now: number,
): string {
	const { orm } = db;
	const { login, passwordHash, owner, isAdmin = false } = account;
	if (orm.select().from(accounts).where(eq(accounts.login, login)).get()) throw new DataError('login-taken', login);
	const [column, ownerId] =
		'personId' in owner ? ([accounts.personId, owner.personId] as const) : ([accounts.siteId, owner.siteId] as const);
	if (orm.select().from(accounts).where(eq(column, ownerId)).get()) throw new DataError('owner-has-account', ownerId);
	const id = randomUUID();
	orm
		.insert(accounts)
		.values({ id, login, passwordHash, ...owner, createdAt: now })
		.run();
	if (isAdmin && 'personId' in owner) makeAdministrator(db, owner.personId, { accountId: null, now });
	return id;
}

/** @throws DataError `login-invalid` */
export function requireLogin(login: string): string {
	const lower = login.trim().toLowerCase();
	if (!/^[a-z0-9][a-z0-9._@-]{1,63}$/.test(lower)) throw new DataError('login-invalid', lower.slice(0, 64));
	return lower;
}

/** What an account has that nobody failed to sign in to. */
export const unlocked = { failedLogins: 0, lockedUntil: null };

/** Sets a new password, lifts a lock and ends every session of the account. @throws DataError `not-found`, `password-…` */
export async function setPassword(db: Database, accountId: string, password: string): Promise<void> {
	const { login } = requireAccount(db, accountId);
	requirePassword(password, login);
	setPasswordHash(db, accountId, await hashPassword(password));
}

/** The synchronous half. */
export function setPasswordHash(db: Database, accountId: string, passwordHash: string): void {
	inTransaction(db, () => {
		db.orm
			.update(accounts)
			.set({ passwordHash, ...unlocked })
			.where(eq(accounts.id, accountId))
			.run();
		db.orm.delete(sessions).where(eq(sessions.accountId, accountId)).run();
	});
}

export type Account = typeof accounts.$inferSelect;

export const findAccount = ({ orm }: Database, accountId: string): Account | undefined =>
	orm.select().from(accounts).where(eq(accounts.id, accountId)).get();

/** @throws DataError `not-found` */
export function requireAccount(db: Database, accountId: string): Account {
	const account = findAccount(db, accountId);
	if (!account) throw new DataError('not-found', accountId);
	return account;
}

/**
 * Accounts for the terminals of many sites with one password, as a technician sets up 320 rooms in one go. One hash
 * (about 30 ms) serves them all: a shared salt tells a reader of the database only that these terminals have the same
 * password, which is the case. Sites that already have an account keep it and are not in the answer.
 */
export async function createSiteAccounts(
	db: Database,
	siteIds: readonly string[],
	password: string,
	now: number,
): Promise<{ siteId: string; accountId: string; login: string }[]> {
	requirePassword(password, '');
	const passwordHash = await hashPassword(password);
	return insertSiteAccounts(db, siteIds, passwordHash, now);
}

/** The synchronous half. @throws DataError `not-found`, `login-…` */
export function insertSiteAccounts(
	db: Database,
	siteIds: readonly string[],
	passwordHash: string,
	now: number,
): { siteId: string; accountId: string; login: string }[] {
	return inTransaction(db, () => {
		const ids = [...new Set(siteIds)];
		const rows = db.orm
			.select({ id: sitePeriods.siteId, code: sitePeriods.code })
			.from(sitePeriods)
			.where(and(inArray(sitePeriods.siteId, ids), knownOn(sitePeriods, dateOf(now))))
			.all();
		if (rows.length < ids.length) {
			const known = new Set(rows.map((site) => site.id));
			throw new DataError('not-found', ids.find((id) => !known.has(id)) ?? '');
		}
		const owned = db.orm.select({ siteId: accounts.siteId }).from(accounts).where(inArray(accounts.siteId, ids)).all();
		const done = new Set(owned.map((row) => row.siteId));
		return rows
			.filter((site) => !done.has(site.id))
			.map((site) => {
				const login = siteLogin(site.code);
				return {
					siteId: site.id,
					login,
					accountId: insertAccount(db, { login, passwordHash, owner: { siteId: site.id } }, now),
				};
			});
	});
}

/** The login of a site's terminal: `diemcau.14755`. */
const siteLogin = (code: string): string => requireLogin(`diemcau.${fold(code).replace(/[^a-z0-9._-]/g, '-')}`);
