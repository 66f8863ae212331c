import { and, eq, isNull } from 'drizzle-orm';
import { dateOf } from '../calendar.ts';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { insertPerson } from '../org/people.ts';
import { setupLinks } from '../schema/auth.ts';
import { insertAccount, requireLogin } from './accounts.ts';
import { hasAdministrator } from './grants.ts';
import { hashPassword, requirePassword } from './password.ts';
import { createToken, hashToken } from './token.ts';

const validFor = 24 * 3_600_000;

/** True while nobody can administer this installation. */
export const needsFirstAdmin = (db: Database, now: number): boolean => !hasAdministrator(db, dateOf(now));

/** The token of a one-time link that creates the first administrator, good for 24 hours. Voids earlier ones. */
export function createSetupLink(db: Database, now: number): string {
	const token = createToken();
	inTransaction(db, () => {
		db.orm.delete(setupLinks).where(isNull(setupLinks.usedAt)).run();
		db.orm
			.insert(setupLinks)
			.values({ tokenHash: hashToken(token), createdAt: now, expiresAt: now + validFor })
			.run();
	});
	return token;
}

/** For the page behind the link, before it asks for anything. */
export function isSetupLinkValid(db: Database, token: string, now: number): boolean {
	const link = db.orm
		.select()
		.from(setupLinks)
		.where(and(eq(setupLinks.tokenHash, hashToken(token)), isNull(setupLinks.usedAt)))
		.get();
	return link !== undefined && now < link.expiresAt && needsFirstAdmin(db, now);
}

export interface FirstAdmin {
	readonly token: string;
	readonly login: string;
	readonly password: string;
	readonly name: string;
	readonly position: string;
}

/**
 * Creates the first administrator.
 * @returns the account's id
 * @throws DataError `setup-link-invalid` (unknown, used, expired, or there is an administrator), `login-…`, `password-…`
 */
export async function useSetupLink(db: Database, admin: FirstAdmin, now: number): Promise<string> {
	if (!isSetupLinkValid(db, admin.token, now)) throw new DataError('setup-link-invalid', '');
	const login = requireLogin(admin.login);
	requirePassword(admin.password, login);
	const passwordHash = await hashPassword(admin.password);
	return inTransaction(db, () => {
		// Again: someone else may have used it meanwhile.
		if (!isSetupLinkValid(db, admin.token, now)) throw new DataError('setup-link-invalid', '');
		const personId = insertPerson(db, { name: admin.name, position: admin.position });
		const accountId = insertAccount(db, { login, passwordHash, owner: { personId }, isAdmin: true }, now);
		db.orm
			.update(setupLinks)
			.set({ usedAt: now })
			.where(eq(setupLinks.tokenHash, hashToken(admin.token)))
			.run();
		return accountId;
	});
}
