import { heldGrants } from '#db/auth/grants.ts';
import { disableAccount, enableAccount, setAdministrator } from '#db/auth/account-state.ts';
import { createAccount, createSiteAccounts, setPasswordHash } from '#db/auth/accounts.ts';
import { hashPassword } from '#db/auth/password.ts';
import { signIn } from '#db/auth/sign-in.ts';
import type { Database } from '#db/client.ts';
import { sessions } from '#db/schema/auth.ts';
import { expect, test } from 'vitest';
import { createSmallProvince, now, today } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

const password = 'một mật khẩu dài';
const refusal = (code: string) => expect.objectContaining({ code });
const attempt = (db: Database, login: string, given = password) =>
	signIn(db, { login, password: given, ip: null, userAgent: null, now });

const by = { accountId: null, now };

async function prepare() {
	const db = temporaryDatabase();
	const province = createSmallProvince(db);
	const owner = { personId: province.chairId };
	const adminId = await createAccount(db, { login: 'hoa', password, owner, isAdmin: true }, now);
	const lanId = await createAccount(db, { login: 'lan', password, owner: { personId: province.delegateId } }, now);
	return { db, adminId, lanId, ...province };
}

test('the last administrator is neither disabled nor made an ordinary account', async () => {
	const { db, adminId, lanId, chairId, delegateId } = await prepare();
	expect(() => disableAccount(db, adminId, now)).toThrow(refusal('last-administrator'));
	expect(() => setAdministrator(db, adminId, false, by)).toThrow(refusal('last-administrator'));
	setAdministrator(db, lanId, true, by);
	disableAccount(db, lanId, now);
	// One that is disabled cannot let anybody in.
	expect(() => setAdministrator(db, adminId, false, by)).toThrow(refusal('last-administrator'));
	setAdministrator(db, lanId, false, by);
	enableAccount(db, lanId);
	setAdministrator(db, lanId, true, by);
	setAdministrator(db, adminId, false, by);
	const administers = (personId: string) => heldGrants(db, personId, today).some(({ kind }) => kind === 'administer');
	expect([administers(chairId), administers(delegateId)]).toEqual([false, true]);
});

test('a terminal never administers', async () => {
	const { db, siteId } = await prepare();
	const [terminal] = await createSiteAccounts(db, [siteId('385')], password, now);
	expect(() => setAdministrator(db, terminal?.accountId ?? '', true, by)).toThrow(refusal('not-found'));
});

test('disabling ends the sessions; enabling lets in with the same password and lifts the lock', async () => {
	const { db, lanId } = await prepare();
	expect(await attempt(db, 'lan')).toHaveProperty('token');
	for (let round = 0; round < 5; round++) await attempt(db, 'lan', 'sai mật khẩu rồi');
	disableAccount(db, lanId, now);
	expect(db.orm.select().from(sessions).all()).toEqual([]);
	enableAccount(db, lanId);
	expect(await attempt(db, 'lan')).toHaveProperty('token');
	expect(() => disableAccount(db, 'nobody', now)).toThrow(refusal('not-found'));
	expect(() => enableAccount(db, 'nobody')).toThrow(refusal('not-found'));
});

test('a new password ends the sessions and lifts the lock; the old one opens nothing', async () => {
	const { db, lanId } = await prepare();
	await attempt(db, 'lan');
	for (let round = 0; round < 5; round++) await attempt(db, 'lan', 'sai mật khẩu rồi');
	setPasswordHash(db, lanId, await hashPassword('một mật khẩu khác'));
	expect(db.orm.select().from(sessions).all()).toEqual([]);
	expect(await attempt(db, 'lan')).toEqual({ code: 'sign-in-refused' });
	expect(await attempt(db, 'lan', 'một mật khẩu khác')).toHaveProperty('token');
});
