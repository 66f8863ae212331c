import { listAudit } from '#db/audit/audit.ts';
import { openSession, resolveSession } from '#db/auth/sessions.ts';
import { holderTexts, rightGroups, rightTexts } from '#lib/admin/rights-texts.ts';
import { rights } from '#meeting/rights.ts';
import { beforeEach, expect, test } from 'vitest';
import { actions, load } from '../../../app/src/routes/admin/rights/+page.server.ts';
import { today } from '../../db/small-province.ts';
import { eventOf, startAdministration } from './administration.ts';

let place: Awaited<ReturnType<typeof startAdministration>>;

beforeEach(async () => {
	place = await startAdministration();
});

const given = (fields: object = {}) => ({
	personId: place.delegateId,
	kind: 'convene',
	scope: 'unit',
	unitId: place.unitId('14902'),
	validFrom: today,
	reason: 'Quyết định số 12/QĐ-UBND',
	...fields,
});
const act = (name: keyof typeof actions, fields: Readonly<Record<string, string>>, session = place.admin) =>
	actions[name](eventOf(session, fields));
const list = () => load(eventOf(place.admin) as never).grants.filter(({ kind }) => kind !== 'administer');
const grantsOf = (accountId: string) => {
	const at = Date.now();
	const { token } = openSession(place.db, { accountId, isTerminal: false, ip: null, userAgent: null, now: at });
	return resolveSession(place.db, token, at)?.grants;
};

test('a grant is given on somebody’s word, holds from then on, and is ended; the audit has both', async () => {
	expect(await act('give', given())).toEqual({ done: true });
	const unitId = place.unitId('14902');
	expect(grantsOf(place.delegateAccountId)).toEqual([{ kind: 'convene', unitId, bodyId: null }]);
	const [grant] = list();
	expect(grant).toMatchObject({
		personName: 'Bùi Thị Lan',
		unitName: 'UBND xã Nam Tiến',
		grantedBy: 'Lê Quang Hòa',
		reason: 'Quyết định số 12/QĐ-UBND',
		state: 'in-force',
	});
	expect(await act('end', { grantId: grant?.id ?? '' })).toEqual({ done: true });
	expect(grantsOf(place.delegateAccountId)).toEqual([]);
	expect(list()).toMatchObject([{ state: 'over' }]);
	expect(listAudit(place.db).map(({ action }) => action)).toEqual(['end-grant', 'give-grant']);
});

test('what does not fit is refused and leaves nothing; the last administrator stays', async () => {
	const refused = (code: string, status = 400) => expect.objectContaining({ status, data: { code } }) as object;
	expect(await act('give', given({ reason: ' ' }))).toEqual(refused('reason-empty'));
	expect(await act('give', given({ unitId: '' }))).toEqual(refused('not-found', 404));
	expect(await act('give', given({ kind: 'administer' }))).toEqual(refused('grant-unfit'));
	expect(await act('give', given(), place.delegate)).toEqual(refused('not-administrator', 403));
	const own = load(eventOf(place.admin) as never).grants.find(({ kind }) => kind === 'administer');
	expect(await act('end', { grantId: own?.id ?? '' })).toEqual(refused('last-administrator'));
	expect(list()).toEqual([]);
	expect(listAudit(place.db)).toEqual([]);
});

test('the page has a name for every right and everybody who has it, each in a group', () => {
	expect(Object.keys(rightTexts).sort()).toEqual(Object.keys(rights).sort());
	for (const [group] of Object.values(rightTexts)) expect(Object.keys(rightGroups)).toContain(group);
	const names = Object.values(rightTexts).map(([, name]) => name());
	expect(new Set(names).size, 'no two are called the same').toBe(names.length);
	for (const holder of Object.values(rights).flat()) expect(holderTexts[holder]()).not.toBe('');
});
