import { eq } from 'drizzle-orm';
import { recordAudit } from '../audit/audit.ts';
import { inTransaction, type Database } from '../client.ts';
import { accounts } from '../schema/auth.ts';
import { unlocked } from './accounts.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { openSession } from './sessions.ts';
import { createToken } from './token.ts';

export interface SignIn {
	readonly login: string;
	readonly password: string;
	readonly ip: string | null;
	readonly userAgent: string | null;
	readonly now: number;
}

/** `sign-in-refused`: no such login or a wrong password, which are not told apart. */
export type SignInRefusal = { readonly code: 'sign-in-refused' | 'sign-in-locked' | 'account-disabled' };
export type SignedIn = { readonly token: string; readonly accountId: string; readonly expiresAt: number };

const failuresBeforeLock = 5;
const lockTime = 15 * 60_000;

/** A hash that no password of ours has: an unknown login costs as much time as a known one. */
const decoy = hashPassword(createToken());

/**
 * Checks a password and opens a session. Five failures in a row lock the account for 15 minutes.
 * Every attempt is in the audit; a login that does not exist is not written there, as people type passwords into it.
 */
export async function signIn(db: Database, attempt: SignIn): Promise<SignedIn | SignInRefusal> {
	const account = reserveAttempt(db, attempt);
	const right = await verifyPassword(attempt.password, account?.passwordHash ?? (await decoy));
	if (account === undefined) return refuse(db, attempt, null, 'sign-in-refused');
	if (account.locked) return refuse(db, attempt, account.id, 'sign-in-locked');
	if (!right) return refuse(db, attempt, account.id, 'sign-in-refused');
	if (account.disabled) return refuse(db, attempt, account.id, 'account-disabled');
	return inTransaction(db, () => {
		db.orm.update(accounts).set(unlocked).where(eq(accounts.id, account.id)).run();
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
function reserveAttempt(db: Database, { login, now }: SignIn) {
	return inTransaction(db, () => {
		const account = db.orm.select().from(accounts).where(eq(accounts.login, login.trim().toLowerCase())).get();
		if (!account) return undefined;
		const locked = account.lockedUntil !== null && account.lockedUntil > now;
		if (!locked) {
			const failures = (account.lockedUntil === null ? account.failedLogins : 0) + 1;
			const lockedUntil = failures >= failuresBeforeLock ? now + lockTime : null;
			db.orm.update(accounts).set({ failedLogins: failures, lockedUntil }).where(eq(accounts.id, account.id)).run();
		}
		const { id, passwordHash, siteId, disabledAt } = account;
		return { id, passwordHash, isTerminal: siteId !== null, disabled: disabledAt !== null, locked };
	});
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
