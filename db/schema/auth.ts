import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';
import { people, sites } from './org.ts';

/** One account, one person; or the terminal of one site. What a person may do beyond is a grant (grants.ts). Never deleted: disabled. */
export const accounts = sqliteTable(
	'accounts',
	{
		id: text('id').primaryKey(),
		/** Lower case; compared exactly. */
		login: text('login').notNull(),
		/** `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. */
		passwordHash: text('password_hash').notNull(),
		personId: text('person_id').references(() => people.id),
		siteId: text('site_id').references(() => sites.id),
		failedLogins: integer('failed_logins').notNull().default(0),
		lockedUntil: integer('locked_until'),
		disabledAt: integer('disabled_at'),
		createdAt: integer('created_at').notNull(),
	},
	(table) => [
		unique('accounts_login').on(table.login),
		unique('accounts_person').on(table.personId),
		unique('accounts_site').on(table.siteId),
		check('accounts_one_owner', sql`(${table.personId} IS NULL) <> (${table.siteId} IS NULL)`),
		check('accounts_login_lower', sql`${table.login} = lower(${table.login}) AND ${table.login} <> ''`),
	],
);

/**
 * Failures of names that no account has, so that they lock as accounts do and cannot be told from them. By 20 bits of
 * the name's keyed hash (the key lies beside the database): what people type there by mistake, a password too, cannot be
 * read from it, and there are never more than a million rows.
 */
export const unknownLogins = sqliteTable('unknown_logins', {
	bucket: integer('bucket').primaryKey(),
	failedLogins: integer('failed_logins').notNull(),
	lockedUntil: integer('locked_until'),
});

/** Only the SHA-256 (hex) of a token is kept: who reads the database cannot take over a session. */
export const sessions = sqliteTable(
	'sessions',
	{
		tokenHash: text('token_hash').primaryKey(),
		accountId: text('account_id')
			.notNull()
			.references(() => accounts.id),
		createdAt: integer('created_at').notNull(),
		lastSeenAt: integer('last_seen_at').notNull(),
		/** The absolute end; the idle end follows from `last_seen_at`. */
		expiresAt: integer('expires_at').notNull(),
		ip: text('ip'),
		userAgent: text('user_agent'),
	},
	(table) => [index('sessions_account').on(table.accountId)],
);

/** One-time links that create the first administrator of an empty installation. */
export const setupLinks = sqliteTable('setup_links', {
	tokenHash: text('token_hash').primaryKey(),
	createdAt: integer('created_at').notNull(),
	expiresAt: integer('expires_at').notNull(),
	usedAt: integer('used_at'),
});
