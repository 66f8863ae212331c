import { eq } from 'drizzle-orm';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Database } from '../client.ts';
import { accounts } from '../schema/auth.ts';

/** As long as browsers keep a cookie at most, in ms. */
export const deviceIsKnownFor = 400 * 24 * 3_600_000;

/**
 * What a device keeps that has signed in to an account: `account.time.signature`. Signed with the password's hash, so
 * that it needs no secret of its own, says nothing, and is void once the password is another one.
 */
export function createKnownDevice(db: Database, accountId: string, now: number): string {
	const { passwordHash } = read(db, accountId) ?? {};
	return passwordHash === undefined ? '' : `${accountId}.${now}.${sign(passwordHash, accountId, now)}`;
}

/** Whether a device has signed in to the account of this login before, by what it keeps. */
export function isKnownDevice(db: Database, login: string, kept: string, now: number): boolean {
	const [accountId = '', written = '', signature = ''] = kept.split('.');
	const at = Number(written);
	const account = read(db, accountId);
	if (account?.login !== login.trim().toLowerCase() || !Number.isInteger(at) || now - at >= deviceIsKnownFor)
		return false;
	const [expected, given] = [sign(account.passwordHash, accountId, at), signature].map((each) => Buffer.from(each));
	return expected !== undefined && expected.length === given?.length && timingSafeEqual(expected, given);
}

const sign = (passwordHash: string, accountId: string, at: number): string =>
	createHmac('sha256', passwordHash).update(`known-device ${accountId} ${at}`).digest('base64url');

const read = ({ orm }: Database, accountId: string) =>
	orm.select().from(accounts).where(eq(accounts.id, accountId)).get();
