import { atOnce } from '#db/at-once.ts';
import { disableAccount } from '#db/auth/account-state.ts';
import { createAccount, createSiteAccounts } from '#db/auth/accounts.ts';
import { directoryInPieces, listTerminals, requireEntry } from '#db/auth/directory.ts';
import { registerPerson } from '#db/auth/register-person.ts';
import { signIn } from '#db/auth/sign-in.ts';
import { insertPerson } from '#db/org/people.ts';
import { people } from '#db/schema/org.ts';
import { expect, test } from 'vitest';
import { createSmallProvince, now, today } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

const password = 'một mật khẩu dài';
const refusal = (code: string) => expect.objectContaining({ code });

async function prepare() {
	const db = temporaryDatabase();
	const province = createSmallProvince(db);
	const owner = { personId: province.chairId };
	const hoaId = await createAccount(db, { login: 'hoa', password, owner, isAdmin: true }, now);
	const lanId = await createAccount(db, { login: 'lan.bt', password, owner: { personId: province.delegateId } }, now);
	insertPerson(db, { name: 'Đỗ Văn Khách', position: '' });
	return { db, hoaId, lanId, ...province };
}

test('people stand with unit, login and state, in the order of their names', async () => {
	const { db, lanId, hoaId, unitId } = await prepare();
	disableAccount(db, lanId, now);
	const { entries, total } = atOnce(directoryInPieces(db, { date: today, now }));
	expect(total).toBe(3);
	expect(entries).toMatchObject([
		{ name: 'Lê Quang Hòa', unitName: 'Văn phòng UBND tỉnh', login: 'hoa', state: 'active', isAdmin: true },
		{ name: 'Đỗ Văn Khách', unitName: '', accountId: null, login: '', state: 'none' },
		{ name: 'Bùi Thị Lan', unitId: unitId('14902'), accountId: lanId, state: 'disabled', isAdmin: false },
	]);
	expect(entries[0]?.accountId).toBe(hoaId);
});

test('they are found by name, position, login and unit, and by state, page by page', async () => {
	const { db } = await prepare();
	for (let round = 0; round < 5; round++)
		await signIn(db, { login: 'lan.bt', password: 'sai mật khẩu rồi', ip: null, userAgent: null, now });
	const names = (filter: object) =>
		atOnce(directoryInPieces(db, { date: today, now, ...filter })).entries.map(({ name }) => name);
	expect(names({ text: 'bui thi' })).toEqual(['Bùi Thị Lan']);
	expect(names({ text: 'CHU TICH UBND TINH' })).toEqual(['Lê Quang Hòa']);
	expect(names({ text: 'lan.bt' })).toEqual(['Bùi Thị Lan']);
	expect(names({ text: 'nam tien' })).toEqual(['Bùi Thị Lan']);
	expect(names({ text: '%' })).toEqual([]);
	expect(names({ state: 'locked' })).toEqual(['Bùi Thị Lan']);
	expect(names({ state: 'locked', now: now + 15 * 60_000 })).toEqual([]);
	expect(names({ state: 'none' })).toEqual(['Đỗ Văn Khách']);
	expect(names({ state: 'none', text: 'van' })).toEqual(['Đỗ Văn Khách']);
	expect(names({ state: 'active', text: 'lan' })).toEqual([]);
	expect(names({ text: 'tinh' })).toEqual(['Lê Quang Hòa']);
	expect(names({ text: 'ban' })).toEqual([]);
	expect(atOnce(directoryInPieces(db, { date: today, now, limit: 1, offset: 1 }))).toMatchObject({
		entries: [{ name: 'Đỗ Văn Khách' }],
		total: 3,
	});
});

test('a person is registered with unit and account, or not at all', async () => {
	const { db, unitId } = await prepare();
	const person = { name: ' Trần  Mai ', position: 'Phó Chủ tịch', unitId: unitId('385'), from: today };
	const added = registerPerson(db, { ...person, login: 'Mai.T', passwordHash: 'x' }, now);
	expect(added.login).toBe('mai.t');
	expect(requireEntry(db, added.personId, { date: today, now })).toMatchObject({
		position: 'Phó Chủ tịch',
		unitName: 'UBND huyện Quan Hóa',
		login: 'mai.t',
		state: 'active',
	});
	const before = db.orm.select().from(people).all().length;
	const again = (changes: object) => () =>
		registerPerson(db, { ...person, login: 'khac', passwordHash: 'x', ...changes }, now);
	expect(again({ login: 'lan.bt' })).toThrow(refusal('login-taken'));
	expect(again({ unitId: 'none' })).toThrow(refusal('not-found'));
	expect(again({ from: '2026-02-30' })).toThrow(refusal('date-invalid'));
	expect(again({ name: ' ' })).toThrow(refusal('name-empty'));
	expect(db.orm.select().from(people).all()).toHaveLength(before);
	expect(() => requireEntry(db, 'nobody', { date: today, now })).toThrow(refusal('not-found'));
});

test('terminals stand in administrative order, with or without an account', async () => {
	const { db, siteId } = await prepare();
	await createSiteAccounts(db, [siteId('385')], password, now);
	expect(listTerminals(db, { date: today, now })).toMatchObject([
		{ code: '38.VPUB', accountId: null, login: '', state: 'none' },
		{ code: '385', login: 'diemcau.385', state: 'active' },
		{ code: '14902', state: 'none' },
	]);
});
