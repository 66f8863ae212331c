import { heldGrants } from '#db/auth/grants.ts';
import { dateOf } from '#db/calendar.ts';
import { requireAccount } from '#db/auth/accounts.ts';
import { listAudit } from '#db/audit/audit.ts';
import { signIn } from '#db/auth/sign-in.ts';
import { people, sites } from '#db/schema/org.ts';
import { services, provideServices } from '#live/services.ts';
import { eq } from 'drizzle-orm';
import { beforeEach, expect, test, vi } from 'vitest';
import { actions as siteActions, load as loadSites } from '../../../app/src/routes/admin/sites/+page.server.ts';
import { actions, load } from '../../../app/src/routes/admin/people/+page.server.ts';
import { eventOf, startAdministration } from './administration.ts';

let place: Awaited<ReturnType<typeof startAdministration>>;
beforeEach(async () => {
	place = await startAdministration();
});

const today = () => dateOf(Date.now());
const act = (name: keyof typeof actions, fields: Record<string, string>) =>
	actions[name](eventOf(place.admin, fields)) as Promise<object>;
const refused = (status: number, code: string) => expect.objectContaining({ status, data: { code } });
const attempt = (login: string, password: string) =>
	signIn(place.db, { login, password, ip: null, userAgent: null, now: Date.now() });
const newPerson = (changes: object = {}) => ({
	name: 'Trần Mai',
	position: 'Phó Chủ tịch',
	unitId: place.unitId('385'),
	from: today(),
	login: 'mai.t',
	...changes,
});

test('a person is added with a password of its own, which is in the answer and nowhere else', async () => {
	const answer = await act('addPerson', newPerson());
	const { password } = answer as { password: string };
	expect(answer).toMatchObject({ done: true, login: 'mai.t' });
	expect(password.length).toBeGreaterThanOrEqual(14);
	expect(await attempt('mai.t', password)).toHaveProperty('token');
	const [, entry] = listAudit(place.db);
	expect(entry).toMatchObject({ action: 'add-person', accountId: place.adminId, ip: '10.0.0.7' });
	expect(entry?.detail).toMatchObject({ name: 'Trần Mai', login: 'mai.t', unitId: place.unitId('385') });
	expect(JSON.stringify(listAudit(place.db))).not.toContain(password);
});

test('what is refused leaves neither data nor audit', async () => {
	const before = place.db.orm.select().from(people).all().length;
	expect(await act('addPerson', newPerson({ login: 'lan' }))).toEqual(refused(400, 'login-taken'));
	expect(await act('addPerson', newPerson({ login: 'có dấu' }))).toEqual(refused(400, 'login-invalid'));
	expect(await act('addPerson', newPerson({ name: ' ' }))).toEqual(refused(400, 'name-empty'));
	expect(await act('addPerson', newPerson({ unitId: 'none' }))).toEqual(refused(404, 'not-found'));
	expect(await act('addPerson', { name: 'Trần Mai' })).toEqual(refused(400, 'malformed'));
	expect(place.db.orm.select().from(people).all()).toHaveLength(before);
	expect(listAudit(place.db)).toEqual([]);
});

test('an edit without another unit keeps the membership; with another one it begins on its day', async () => {
	const edit = (changes: object) =>
		act('editPerson', { ...newPerson({ name: 'Bùi Thị Lân', ...changes }), personId: place.delegateId });
	expect(await edit({ unitId: place.unitId('14902'), from: 'whatever' })).toEqual({ done: true });
	expect(await edit({ from: today() })).toEqual({ done: true });
	const found = await load(eventOf(place.admin, {}, { search: '?q=lan' }) as never);
	expect(found).toMatchObject({ total: 1, entries: [{ name: 'Bùi Thị Lân', unitId: place.unitId('385') }] });
	expect(listAudit(place.db)[0]).toMatchObject({
		action: 'edit-person',
		detail: { nameBefore: 'Bùi Thị Lân', unitIdBefore: place.unitId('14902') },
	});
	expect(await edit({ unitId: '', from: '2019-01-01' })).toEqual(refused(400, 'date-invalid'));
});

test('a new password and disabling send the account out of its meetings; its sessions end', async () => {
	const accountId = place.delegateAccountId;
	const { password } = (await act('resetPassword', { accountId })) as { password: string };
	expect(await attempt('lan', place.password)).toEqual({ code: 'sign-in-refused' });
	expect(await attempt('lan', password)).toHaveProperty('token');
	await act('disable', { accountId });
	expect(await attempt('lan', password)).toEqual({ code: 'account-disabled' });
	expect(place.disconnected).toEqual([accountId, accountId]);
	await act('enable', { accountId });
	expect(await attempt('lan', password)).toHaveProperty('token');
});

const administers = (accountId: string) => {
	const personId = requireAccount(place.db, accountId).personId ?? '';
	return heldGrants(place.db, personId, dateOf(Date.now())).some(({ kind }) => kind === 'administer');
};

test('nobody does it to the account in use; who no longer exists is told so', async () => {
	for (const name of ['resetPassword', 'disable', 'removeAdministrator'] as const)
		expect(await act(name, { accountId: place.adminId }), name).toEqual(refused(400, 'own-account'));
	for (const name of ['resetPassword', 'disable', 'enable', 'unlock', 'makeAdministrator'] as const)
		expect(await act(name, { accountId: 'none' }), name).toEqual(refused(404, 'not-found'));
	expect(administers(place.adminId)).toBe(true);
	expect(requireAccount(place.db, place.adminId)).toMatchObject({ disabledAt: null });
});

test('administrators are made and unmade; a lock is lifted', async () => {
	const accountId = place.delegateAccountId;
	await act('makeAdministrator', { accountId });
	expect(administers(accountId)).toBe(true);
	await act('removeAdministrator', { accountId });
	expect(administers(accountId)).toBe(false);
	for (let round = 0; round < 5; round++) await attempt('lan', 'sai mật khẩu rồi');
	expect(await attempt('lan', place.password)).toEqual({ code: 'sign-in-locked' });
	await act('unlock', { accountId });
	expect(await attempt('lan', place.password)).toHaveProperty('token');
});

test('many terminals get accounts with one password; those that have one keep it', async () => {
	const all = place.db.orm.select({ id: sites.id }).from(sites).all();
	const create = (ids: readonly string[]) =>
		siteActions.createAccounts(eventOf(place.admin, { siteIds: JSON.stringify(ids) }));
	const first = (await create([place.siteId('385')])) as unknown as { password: string; logins: string[] };
	expect(first.logins).toEqual(['diemcau.385']);
	const rest = (await create(all.map(({ id }) => id))) as unknown as { password: string; logins: string[] };
	expect(rest.logins.toSorted()).toEqual(['diemcau.14902', 'diemcau.38.vpub']);
	expect(await attempt('diemcau.385', first.password)).toHaveProperty('token');
	expect(await attempt('diemcau.14902', rest.password)).toHaveProperty('token');
	expect(await create([place.siteId('385')])).toEqual(refused(400, 'owner-has-account'));
	expect(await create([])).toEqual(refused(400, 'malformed'));
	const { terminals } = loadSites(eventOf(place.admin) as never);
	expect(terminals.map(({ code, state }) => [code, state])).toEqual([
		['38.VPUB', 'active'],
		['385', 'active'],
		['14902', 'active'],
	]);
	const terminal = terminals[0]?.accountId ?? '';
	expect(await act('makeAdministrator', { accountId: terminal })).toEqual(refused(404, 'not-found'));
});

test('running meetings look at their plans after a change of names and units, not after one of accounts', async () => {
	await act('addPerson', newPerson());
	const personId = place.db.orm.select().from(people).where(eq(people.name, 'Trần Mai')).get()?.id ?? '';
	place.revised.length = 0;
	const accountId = place.delegateAccountId;
	expect(await act('disable', { accountId })).toEqual({ done: true });
	expect(await act('enable', { accountId })).toEqual({ done: true });
	expect(place.revised).toEqual([]);
	expect(await act('editPerson', { ...newPerson({ name: 'Trần Thị Mai' }), personId })).toEqual({ done: true });
	expect(place.revised).toEqual(['all']);
});

test('a deed is answered, and the log says so, where the meetings fail to look whether it concerns them', async () => {
	const running = services();
	const failing = { ...running.meetings, plansChanged: () => Promise.reject(new Error('by this test')) };
	provideServices({ ...running, meetings: failing });
	const logged = vi.spyOn(running.log, 'error');
	expect(await act('addPerson', newPerson())).toMatchObject({ done: true });
	const error = expect.objectContaining({ message: 'by this test' }) as unknown;
	expect(logged).toHaveBeenCalledWith(
		expect.objectContaining({ err: error, action: 'add-person' }),
		expect.any(String),
	);
});
