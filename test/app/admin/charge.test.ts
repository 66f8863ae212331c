import { insertAccount } from '#db/auth/accounts.ts';
import { giveGrant, type NewGrant } from '#db/auth/grants.ts';
import { openSession, resolveSession, type Session } from '#db/auth/sessions.ts';
import { dateOf } from '#db/calendar.ts';
import { changeUnit } from '#db/org/change-unit.ts';
import { insertMembership, insertPerson } from '#db/org/people.ts';
import { beforeEach, expect, test } from 'vitest';
import { actions, load } from '../../../app/src/routes/admin/people/+page.server.ts';
import { actions as siteActions, load as loadSites } from '../../../app/src/routes/admin/sites/+page.server.ts';
import { GET as findUnits } from '../../../app/src/routes/admin/units/+server.ts';
import { eventOf, startAdministration } from './administration.ts';

let place: Awaited<ReturnType<typeof startAdministration>>;
let keeper: Session;
const today = dateOf(Date.now());

beforeEach(async () => {
	place = await startAdministration();
	keeper = sessionOf('giu.tai.khoan', personOf('Người giữ', '385'), {
		kind: 'keep-accounts',
		unitId: place.unitId('385'),
	});
});

function personOf(name: string, code: string) {
	const personId = insertPerson(place.db, { name, position: '' });
	insertMembership(place.db, { personId, unitId: place.unitId(code), title: '', validFrom: '2020-01-01' });
	return personId;
}
const accountOf = (login: string, personId: string) =>
	insertAccount(place.db, { login, passwordHash: 'x', owner: { personId } }, Date.now());
function give(personId: string, grant: Pick<NewGrant, 'kind'> & Partial<NewGrant>) {
	const everywhere = { unitId: null, bodyId: null, validFrom: '2020-01-01', validTo: null, reason: 'thử' };
	giveGrant(place.db, { personId, ...everywhere, ...grant }, { accountId: null, now: Date.now() });
}
function sessionOf(login: string, personId: string, grant: Parameters<typeof give>[1]): Session {
	give(personId, grant);
	const asked = {
		accountId: accountOf(login, personId),
		isTerminal: false,
		ip: null,
		userAgent: null,
		now: Date.now(),
	};
	const session = resolveSession(place.db, openSession(place.db, asked).token, Date.now());
	if (!session) throw new Error('no session');
	return session;
}
const act = (name: keyof typeof actions, fields: Record<string, string>, who = keeper) =>
	actions[name](eventOf(who, fields)) as Promise<object>;
const refused = (status: number, code: string) => expect.objectContaining({ status, data: { code } });
const done = expect.objectContaining({ done: true });
const listed = async (who = keeper, search = '') =>
	((await load(eventOf(who, {}, { search }) as never)) as { entries: { name: string }[] }).entries
		.map(({ name }) => name)
		.sort();

test('who keeps the accounts of a unit sees its people and rooms and those below it, and no others', async () => {
	personOf('Ở xã', '14902');
	personOf('Ở tỉnh', '38');
	const seen = await listed();
	expect(seen).toEqual(expect.arrayContaining(['Người giữ', 'Ở xã']));
	expect(seen).not.toContain('Ở tỉnh');
	expect(await listed(keeper, '?q=o%20tinh')).toEqual([]);
	expect(await listed(place.admin)).toEqual(expect.arrayContaining(['Người giữ', 'Ở xã', 'Ở tỉnh']));
	const codes = (who: Session) =>
		(loadSites(eventOf(who) as never) as { terminals: { unitCode: string }[] }).terminals.map(
			({ unitCode }) => unitCode,
		);
	expect(codes(keeper).sort()).toEqual(['14902', '385']);
	expect(codes(place.admin).length).toBeGreaterThan(2);
});

test('units are found within what is kept', async () => {
	const found = async (who: Session) => {
		const answer = await (findUnits(eventOf(who, {}, { search: '?q=n' }) as never) as Response).json();
		return (answer as { id: string }[]).map(({ id }) => id);
	};
	expect(await found(keeper)).not.toContain(place.unitId('38'));
	expect(await found(place.admin)).toContain(place.unitId('38'));
});

test('who keeps the accounts of a unit reads which one, and until when; who keeps all reads none', async () => {
	const kept = async (who: Session) => ((await load(eventOf(who) as never)) as { kept: unknown }).kept;
	expect(await kept(keeper)).toEqual([{ id: place.unitId('385'), name: 'UBND huyện Quan Hóa', validTo: null }]);
	const until = { kind: 'keep-accounts', unitId: place.unitId('14902'), validTo: '2100-01-01' } as const;
	expect(await kept(sessionOf('den.ngay', personOf('Đến ngày', '14902'), until))).toMatchObject([
		{ validTo: '2100-01-01' },
	]);
	expect(await kept(place.admin)).toBeNull();
	expect(await kept(sessionOf('giu.ca', personOf('Giữ cả', '38'), { kind: 'keep-accounts' }))).toBeNull();
});

test('what is done is done to those alone, wherever a form says', async () => {
	const [near, far] = [accountOf('gan', personOf('Gần', '14902')), accountOf('xa', personOf('Xa', '38'))];
	for (const name of ['resetPassword', 'unlock', 'disable', 'enable'] as const) {
		expect(await act(name, { accountId: near }), name).toEqual(done);
		expect(await act(name, { accountId: far }), name).toEqual(refused(404, 'not-in-charge'));
		expect(await act(name, { accountId: far }, place.admin), name).toEqual(done);
		// Nobody of that id: to a keeper of some the same answer, to who keeps all that there is none.
		const accountId = '00000000-0000-4000-8000-000000000000';
		expect(await act(name, { accountId }), name).toEqual(refused(404, 'not-in-charge'));
		expect(await act(name, { accountId }, place.admin), name).toEqual(refused(404, 'not-found'));
	}
	expect(await act('makeAdministrator', { accountId: near })).toEqual(refused(403, 'not-administrator'));
	const created = (code: string) =>
		siteActions.createAccounts(eventOf(keeper, { siteIds: JSON.stringify([place.siteId(code)]) })) as Promise<object>;
	expect(await created('14902')).toEqual(done);
	expect(await created('38.VPUB')).toEqual(refused(404, 'not-in-charge'));
});

test('people are registered and moved within what is kept', async () => {
	const form = (code: string, login: string) => ({
		name: 'Trần Mai',
		position: '',
		unitId: code && place.unitId(code),
		from: today,
		login,
	});
	expect(await act('addPerson', form('14902', 'mai'))).toEqual(done);
	expect(await act('addPerson', form('38', 'mai.2'))).toEqual(refused(404, 'not-in-charge'));
	expect(await act('addPerson', form('', 'mai.3'))).toEqual(refused(404, 'not-in-charge'));
	const [near, far] = [personOf('Gần', '14902'), personOf('Xa', '38')];
	const edit = (personId: string, code: string) => act('editPerson', { ...form(code, ''), personId });
	expect(await edit(near, '385')).toEqual(done);
	expect(await edit(near, '38')).toEqual(refused(404, 'not-in-charge'));
	expect(await edit(far, '385')).toEqual(refused(404, 'not-in-charge'));
	expect(await act('giveAccount', { personId: near, login: 'gan' })).toEqual(done);
	expect(await act('giveAccount', { personId: far, login: 'xa' })).toEqual(refused(404, 'not-in-charge'));
});

test('whose rights reach further is in the charge of those alone who administer', async () => {
	const beyond = [
		{ kind: 'administer' },
		{ kind: 'convene' },
		{ kind: 'keep-papers', unitId: place.unitId('38') },
		{ kind: 'operate', validFrom: '2990-01-01' },
	] as const;
	for (const [index, grant] of beyond.entries()) {
		const personId = personOf(`Quyền ${index}`, '385');
		give(personId, grant);
		const accountId = accountOf(`quyen.${index}`, personId);
		expect(await act('resetPassword', { accountId }), grant.kind).toEqual(refused(404, 'not-in-charge'));
	}
	const within = personOf('Trong xã', '385');
	give(within, { kind: 'convene', unitId: place.unitId('14902') });
	expect(await act('resetPassword', { accountId: accountOf('trong', within) })).toEqual(done);
	const both = personOf('Hai nơi', '385');
	insertMembership(place.db, { personId: both, unitId: place.unitId('38'), title: '', validFrom: '2020-01-01' });
	expect(await act('resetPassword', { accountId: accountOf('hai', both) })).toEqual(refused(404, 'not-in-charge'));
});

test('it goes by the day: who has left the unit is out of its charge; everywhere is all but those who administer', async () => {
	const personId = personOf('Đi', '385');
	const accountId = accountOf('di', personId);
	expect(await act('unlock', { accountId })).toEqual(done);
	changeUnit(place.db, { personId, unitId: place.unitId('38'), title: '', from: today });
	expect(await act('unlock', { accountId })).toEqual(refused(404, 'not-in-charge'));
	const ofAll = sessionOf('tat.ca', personOf('Tất cả', '38'), { kind: 'keep-accounts' });
	expect(await act('unlock', { accountId }, ofAll)).toEqual(done);
	expect(await act('unlock', { accountId: place.adminId }, ofAll)).toEqual(refused(404, 'not-in-charge'));
	expect(
		await act('addPerson', { name: 'Khách', position: '', unitId: '', from: today, login: 'khach' }, ofAll),
	).toEqual(done);
});
