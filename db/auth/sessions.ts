import { and, desc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { dateOf } from '../calendar.ts';
import type { Database } from '../client.ts';
import { knownOn } from '../org/periods.ts';
import { hasEnded } from '../org/sites.ts';
import { prepared } from '../prepared.ts';
import { accounts, sessions } from '../schema/auth.ts';
import { people, sitePeriods } from '../schema/org.ts';
import { heldGrants, type HeldGrant } from './grants.ts';
import { noteUse, unwrittenUse } from './session-uses.ts';
import { createToken, hashToken } from './token.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** How long a session lasts without use, and at most. A room's terminal stays signed in between two meetings. */
const lifetimes = {
	person: { idle: 12 * hour, absolute: 30 * day },
	terminal: { idle: 90 * day, absolute: 365 * day },
};

/** Writing the time of use at every request would make each page view a write. */
const useIsNotedEvery = 60_000;

export interface Session {
	readonly accountId: string;
	readonly personId: string | null;
	readonly siteId: string | null;
	/** The person's or the site's id: what meetings call a participant. */
	readonly participantId: string;
	readonly name: string;
	/** A person's position; empty for a terminal. */
	readonly position: string;
	/** in force today */
	readonly grants: readonly HeldGrant[];
	/** the hash of its token: names it, and opens nothing */
	readonly key: string;
	readonly expiresAt: number;
}

export interface NewSession {
	readonly accountId: string;
	readonly isTerminal: boolean;
	readonly ip: string | null;
	readonly userAgent: string | null;
	readonly now: number;
}

export function openSession({ orm }: Database, session: NewSession): { token: string; expiresAt: number } {
	const { accountId, ip, userAgent, now } = session;
	const token = createToken();
	const expiresAt = now + (session.isTerminal ? lifetimes.terminal : lifetimes.person).absolute;
	const stored = { ip, userAgent: userAgent?.slice(0, 300) ?? null, createdAt: now, lastSeenAt: now, expiresAt };
	orm
		.insert(sessions)
		.values({ tokenHash: hashToken(token), accountId, ...stored })
		.run();
	return { token, expiresAt };
}

/** Whose account a session is of, as they are called that day. */
const holder = prepared(({ orm }) =>
	orm
		.select({
			accountId: accounts.id,
			personId: accounts.personId,
			siteId: accounts.siteId,
			personName: people.name,
			position: people.position,
			siteName: sitePeriods.name,
			lastSeenAt: sessions.lastSeenAt,
			expiresAt: sessions.expiresAt,
		})
		.from(sessions)
		.innerJoin(accounts, eq(accounts.id, sessions.accountId))
		.leftJoin(people, eq(people.id, accounts.personId))
		.leftJoin(sitePeriods, and(eq(sitePeriods.siteId, accounts.siteId), knownOn(sitePeriods, sql.placeholder('today'))))
		.where(and(eq(sessions.tokenHash, sql.placeholder('tokenHash')), isNull(accounts.disabledAt)))
		.prepare(),
);

/** Who holds the token; undefined when it is unknown, expired or of a disabled account. Notes that it is in use. */
export const resolveSession = (db: Database, token: string, now: number): Session | undefined =>
	readSession(db, hashToken(token), now);

/** The same by the session's key, for who showed the token before: whether it still is what it was. */
export function readSession(db: Database, tokenHash: string, now: number): Session | undefined {
	const today = dateOf(now);
	const row = holder(db).get({ tokenHash, today });
	if (!row || (row.siteId !== null && hasEnded(db, row.siteId, today))) return undefined;
	const { accountId, personId, siteId, expiresAt } = row;
	const lastSeenAt = Math.max(row.lastSeenAt, unwrittenUse(db, tokenHash));
	const participantId = personId ?? siteId;
	const idle = siteId === null ? lifetimes.person.idle : lifetimes.terminal.idle;
	if (participantId === null || now >= expiresAt || now - lastSeenAt >= idle) return undefined;
	if (now - lastSeenAt >= useIsNotedEvery) noteUse(db, tokenHash, now);
	const name = row.personName ?? row.siteName ?? '';
	const grants = personId === null ? [] : heldGrants(db, personId, today);
	const position = row.position ?? '';
	return { accountId, personId, siteId, participantId, name, position, grants, key: tokenHash, expiresAt };
}

export function signOut({ orm }: Database, token: string): void {
	orm
		.delete(sessions)
		.where(eq(sessions.tokenHash, hashToken(token)))
		.run();
}

/** A session as its own account sees it. */
export interface OwnSession {
	/** tells sessions apart and opens nothing: it is not the token */
	readonly key: string;
	readonly createdAt: number;
	readonly lastSeenAt: number;
	readonly ip: string | null;
	readonly userAgent: string | null;
	/** the one that asks */
	readonly isCurrent: boolean;
}

/** Those of a person's sessions that still let in; the one that asks first, then the last used. */
export function listSessions({ orm }: Database, accountId: string, currentKey: string, now: number): OwnSession[] {
	return orm
		.select()
		.from(sessions)
		.where(eq(sessions.accountId, accountId))
		.orderBy(sql`${sessions.tokenHash} <> ${currentKey}`, desc(sessions.lastSeenAt))
		.all()
		.filter(({ expiresAt, lastSeenAt }) => now < expiresAt && now - lastSeenAt < lifetimes.person.idle)
		.map(({ tokenHash, createdAt, lastSeenAt, ip, userAgent }) => {
			return { key: tokenHash, createdAt, lastSeenAt, ip, userAgent, isCurrent: tokenHash === currentKey };
		});
}

/** Ends one of the account's own sessions. False when it has none with that key. */
export function endSession({ orm }: Database, accountId: string, key: string): boolean {
	const one = and(eq(sessions.accountId, accountId), eq(sessions.tokenHash, key));
	return orm.delete(sessions).where(one).run().changes > 0;
}

/** Removes what can no longer be resolved. @returns how many */
export function deleteExpiredSessions({ orm }: Database, now: number): number {
	const isPerson = sql`EXISTS (SELECT 1 FROM ${accounts} WHERE ${accounts.id} = ${sessions.accountId} AND ${accounts.personId} IS NOT NULL)`;
	return orm
		.delete(sessions)
		.where(
			or(
				lt(sessions.expiresAt, now + 1),
				lt(sessions.lastSeenAt, now - lifetimes.terminal.idle + 1),
				and(isPerson, lt(sessions.lastSeenAt, now - lifetimes.person.idle + 1)),
			),
		)
		.run().changes;
}
