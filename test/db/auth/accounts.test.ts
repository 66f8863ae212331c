import { heldGrants } from '#db/auth/grants.ts';
import { createAccount, createSiteAccounts } from '#db/auth/accounts.ts';
import { createSetupLink, isSetupLinkValid, needsFirstAdmin, useSetupLink } from '#db/auth/setup-link.ts';
import { signIn } from '#db/auth/sign-in.ts';
import { insertPerson } from '#db/org/people.ts';
import { accounts, setupLinks } from '#db/schema/auth.ts';
import { expect, test } from 'vitest';
import { createSmallProvince, now, today } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

const password = 'một mật khẩu dài';
const refusal = (code: string) => expect.objectContaining({ code });

test('one account one person; logins are unique whatever their case', async () => {
	const db = temporaryDatabase();
	const { chairId, delegateId } = createSmallProvince(db);
	await createAccount(db, { login: 'lan', password, owner: { personId: delegateId } }, now);
	await expect(createAccount(db, { login: 'LAN', password, owner: { personId: chairId } }, now)).rejects.toThrow(
		refusal('login-taken'),
	);
	await expect(createAccount(db, { login: 'lan2', password, owner: { personId: delegateId } }, now)).rejects.toThrow(
		refusal('owner-has-account'),
	);
	await expect(createAccount(db, { login: 'có dấu', password, owner: { personId: chairId } }, now)).rejects.toThrow(
		refusal('login-invalid'),
	);
	await expect(
		createAccount(db, { login: 'hoa', password: 'ngắn', owner: { personId: chairId } }, now),
	).rejects.toThrow(refusal('password-too-short'));
});

test('the database itself refuses an account of nobody, and of two', () => {
	const db = temporaryDatabase();
	const { chairId, siteId } = createSmallProvince(db);
	const insert = (owner: { personId?: string; siteId?: string }) => () =>
		db.orm
			.insert(accounts)
			.values({ id: 'a', login: 'a', passwordHash: 'x', createdAt: now, ...owner })
			.run();
	expect(insert({})).toThrow(/accounts_one_owner/);
	expect(insert({ personId: chairId, siteId: siteId('385') })).toThrow(/accounts_one_owner/);
});

test('terminals of many sites get accounts at once; a second time adds only those that are missing', async () => {
	const db = temporaryDatabase();
	const { siteId } = createSmallProvince(db);
	const created = await createSiteAccounts(db, [siteId('385'), siteId('38.VPUB')], password, now);
	expect(created.map((account) => account.login).sort()).toEqual(['diemcau.38.vpub', 'diemcau.385']);
	const again = await createSiteAccounts(db, [siteId('385'), siteId('14902')], password, now);
	expect(again.map((account) => account.login)).toEqual(['diemcau.14902']);
	expect(await signIn(db, { login: 'diemcau.14902', password, ip: null, userAgent: null, now })).toHaveProperty(
		'token',
	);
	await expect(createSiteAccounts(db, ['none'], password, now)).rejects.toThrow(refusal('not-found'));
});

test('the link creates the first administrator once', async () => {
	const db = temporaryDatabase();
	const admin = { login: 'quantri', password, name: 'Vũ Hải Đăng', position: '' };
	expect(needsFirstAdmin(db, now)).toBe(true);
	const [older, token] = [createSetupLink(db, now), createSetupLink(db, now)];
	expect([older, token, 'x'].map((each) => isSetupLinkValid(db, each, now))).toEqual([false, true, false]);
	expect(isSetupLinkValid(db, token, now + 24 * 3_600_000)).toBe(false);
	await expect(useSetupLink(db, { ...admin, token, password: 'ngắn' }, now)).rejects.toThrow(
		refusal('password-too-short'),
	);
	const both = await Promise.allSettled([
		useSetupLink(db, { ...admin, token }, now),
		useSetupLink(db, { ...admin, login: 'khac', token }, now),
	]);
	expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
	expect([needsFirstAdmin(db, now), isSetupLinkValid(db, token, now)]).toEqual([false, false]);
	const [first] = db.orm.select().from(accounts).all();
	expect(heldGrants(db, first?.personId ?? '', today)).toEqual([{ kind: 'administer', unitId: null, bodyId: null }]);
	expect(JSON.stringify(db.orm.select().from(setupLinks).all())).not.toContain(token);
	const late = createSetupLink(db, now);
	await expect(useSetupLink(db, { ...admin, token: late }, now)).rejects.toThrow(refusal('setup-link-invalid'));
});

test('a person without a name is refused', () => {
	expect(() => insertPerson(temporaryDatabase(), { name: ' ', position: '' })).toThrow(refusal('name-empty'));
});
