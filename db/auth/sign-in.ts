import { eq } from 'drizzle-orm';
import { createHmac } from 'node:crypto';
import { recordAudit } from '../audit/audit.ts';
import { inTransaction, type Database } from '../client.ts';
import { accounts, unknownLogins } from '../schema/auth.ts';
import { unlocked } from './accounts.ts';
import { bucketKey } from './bucket-key.ts';
import { dateOf } from '../calendar.ts';
import { hasEnded } from '../org/sites.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { openSession } from './sessions.ts';
import { createToken } from './token.ts';

export interface SignIn {
	readonly login: string;
	readonly password: string;
	readonly ip: string | null;
	readonly userAgent: string | null;
	readonly now: number;
	/** the device has signed in to this account before: what strangers fail to do neither locks it out, nor does it count for them */
	readonly isKnown?: boolean;
}

/** `sign-in-refused`: no such login or a wrong password, which are not told apart. */
export type SignInRefusal = { readonly code: 'sign-in-refused' | 'sign-in-locked' | 'account-disabled' };
export type SignedIn = { readonly token: string; readonly accountId: string; readonly expiresAt: number };

const failuresBeforeLock = 5;
const lockTime = 15 * 60_000;

/** A hash that no password of ours has: an unknown login costs as much time as a known one. */
const decoy = hashPassword(createToken());

/**
 * Checks a password and opens a session. The fifth failure in a row locks for 15 minutes and says so. A name that does
 * not exist is answered in the same words, after the same work: a password that is hashed, a count that is written.
 * Every attempt is in the audit; a login that does not exist is not written there, as people type passwords into it.
 */
export async function signIn(db: Database, attempt: SignIn): Promise<SignedIn | SignInRefusal> {
	const { account, locked, locks } = reserveAttempt(db, attempt);
	const right = await verifyPassword(attempt.password, account?.passwordHash ?? (await decoy));
	const accountId = account?.id ?? null;
	if (locked || (locks && !right)) return refuse(db, attempt, accountId, 'sign-in-locked');
	if (account === undefined || !right) return refuse(db, attempt, accountId, 'sign-in-refused');
	if (account.disabled) return refuse(db, attempt, account.id, 'account-disabled');
	return inTransaction(db, () => {
		// What strangers have tried still counts for them.
		if (attempt.isKnown !== true) db.orm.update(accounts).set(unlocked).where(eq(accounts.id, account.id)).run();
		const session = openSession(db, { accountId: account.id, isTerminal: account.isTerminal, ...attempt });
		recordAudit(db, {
			at: attempt.now,
			accountId: account.id,
			ip: attempt.ip,
			action: 'sign-in',
			subject: '',
			detail: {},
		});
		return { ...session, accountId: account.id };
	});
}

/**
 * Counts the attempt as a failure before the password is checked, so that many at the same time are not all let
 * through while the first is still being hashed; success takes the count back.
 */
function reserveAttempt(db: Database, { login: typed, now, isKnown = false }: SignIn) {
	return inTransaction(db, () => {
		const login = typed.trim().toLowerCase();
		// Of every name: what it takes tells nothing.
		const bucket = createHmac('sha256', bucketKey(db)).update(login).digest().readUIntBE(0, 3) >> 4;
		const row = db.orm.select().from(accounts).where(eq(accounts.login, login)).get();
		if (!row) return { account: undefined, ...countUnknown(db, bucket, now) };
		const count = isKnown ? uncounted : counted(row, now);
		if (!count.locked && !isKnown) {
			const { failedLogins, lockedUntil } = count;
			db.orm.update(accounts).set({ failedLogins, lockedUntil }).where(eq(accounts.id, row.id)).run();
		}
		const { id, passwordHash, siteId, disabledAt } = row;
		// A room that is no more has no terminal.
		const disabled = disabledAt !== null || (siteId !== null && hasEnded(db, siteId, dateOf(now)));
		const account = { id, passwordHash, isTerminal: siteId !== null, disabled };
		return { account, locked: count.locked, locks: count.lockedUntil !== null };
	});
}

const uncounted = { ...unlocked, locked: false };

interface Failures {
	readonly failedLogins: number;
	readonly lockedUntil: number | null;
}

/** One failure more; none while it is locked. */
function counted({ failedLogins, lockedUntil }: Failures, now: number): Failures & { readonly locked: boolean } {
	if (lockedUntil !== null && lockedUntil > now) return { failedLogins, lockedUntil, locked: true };
	const failures = (lockedUntil === null ? failedLogins : 0) + 1;
	const lock = failures >= failuresBeforeLock ? now + lockTime : null;
	return { failedLogins: failures, lockedUntil: lock, locked: false };
}

function countUnknown({ orm }: Database, bucket: number, now: number): { locked: boolean; locks: boolean } {
	const row = orm.select().from(unknownLogins).where(eq(unknownLogins.bucket, bucket)).get();
	const { failedLogins, lockedUntil, locked } = counted(row ?? unlocked, now);
	if (!locked) {
		const set = { failedLogins, lockedUntil };
		orm
			.insert(unknownLogins)
			.values({ bucket, ...set })
			.onConflictDoUpdate({ target: unknownLogins.bucket, set })
			.run();
	}
	return { locked, locks: lockedUntil !== null };
}

function refuse(
	db: Database,
	{ now, ip }: SignIn,
	accountId: string | null,
	code: SignInRefusal['code'],
): SignInRefusal {
	recordAudit(db, { at: now, accountId, ip, action: code, subject: '', detail: {} });
	return { code };
}

/** Lifts a lock by hand. */
export function unlockAccount({ orm }: Database, accountId: string): void {
	orm.update(accounts).set(unlocked).where(eq(accounts.id, accountId)).run();
}
