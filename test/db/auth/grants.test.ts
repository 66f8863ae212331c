import { createAccount } from '#db/auth/accounts.ts';
import { endGrant, giveGrant, heldGrants, listGrants, type NewGrant } from '#db/auth/grants.ts';
import { grantsFor } from '#db/auth/scope.ts';
import { createBody } from '#db/org/bodies.ts';
import { insertPerson, searchPeople } from '#db/org/people.ts';
import { reachOf } from '#db/org/reach.ts';

import { majorityOfAllMembers } from '#meeting/rule-set.ts';
import { beforeEach, expect, test } from 'vitest';
import { createSmallProvince, now, today } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

let db: ReturnType<typeof temporaryDatabase>;
let province: ReturnType<typeof createSmallProvince>;
let bodies: Readonly<Record<string, string>>;
const by = { accountId: null, now };

beforeEach(() => {
	db = temporaryDatabase();
	province = createSmallProvince(db);
	const bodyOf = (code: string) =>
		createBody(db, {
			unitId: province.unitId(code),
			name: `UBND ${code}`,
			kind: 'ubnd',
			seats: 3,
			ruleSet: majorityOfAllMembers,
			members: [],
		});
	bodies = Object.fromEntries(['38', '385', '14902'].map((code) => [code, bodyOf(code)]));
});

const give = (grant: Partial<NewGrant>) =>
	giveGrant(
		db,
		{
			personId: province.delegateId,
			kind: 'convene',
			unitId: null,
			bodyId: null,
			validFrom: today,
			validTo: null,
			reason: 'Quyết định số 1',
			...grant,
		},
		by,
	);
const held = (day = today) => heldGrants(db, province.delegateId, day);
/** the codes of the units whose bodies somebody may convene */
const convened = () =>
	Object.entries(bodies).flatMap(([code, bodyId]) => (grantsFor(db, held(), { bodyId }, today).length > 0 ? code : []));
const refusal = (code: string) => expect.objectContaining({ code }) as Error;

test('a grant holds from its first day to the day before its end, and no longer', () => {
	give({ validFrom: '2026-11-20', validTo: '2026-11-23' });
	expect(['2026-11-19', '2026-11-20', '2026-11-22', '2026-11-23'].map((day) => held(day).length)).toEqual([0, 1, 1, 0]);
});

test('one for a unit holds for it and those below, one for a body for that alone, one for neither everywhere', () => {
	give({ unitId: province.unitId('385') });
	expect(convened().sort()).toEqual(['14902', '385']);
	give({ bodyId: bodies['38'] ?? '' });
	expect(convened().sort()).toEqual(['14902', '38', '385']);
	expect(grantsFor(db, held(), { bodyId: null }, today), 'nobody’s in particular').toEqual([]);
	give({ kind: 'operate' });
	expect(grantsFor(db, held(), { bodyId: null }, today)).toEqual(['operate']);
});

test('it is ended at once and stays on record; what is over is not ended twice', async () => {
	await createAccount(db, { login: 'lan', password: 'một mật khẩu dài', owner: { personId: province.chairId } }, now);
	const id = give({});
	endGrant(db, id, by);
	expect(held()).toEqual([]);
	expect(listGrants(db, today)).toMatchObject([{ id, state: 'over', validTo: today, reason: 'Quyết định số 1' }]);
	expect(() => endGrant(db, id, by)).toThrow(refusal('not-found'));
	const coming = give({ validFrom: '2027-01-01' });
	endGrant(db, coming, by);
	expect(held('2027-01-02')).toEqual([]);
});

test('those who hold something stand in Vietnamese order, the given name first', () => {
	const names = ['Trần Ân', 'Đặng Bình', 'Bùi Cẩm', 'Nguyễn Đức', 'Lê Dung', 'Vũ Ánh'];
	for (const name of names) give({ personId: insertPerson(db, { name, position: '' }) });
	const shown = listGrants(db, today).map(({ personName }) => personName);
	expect(shown).toEqual(['Vũ Ánh', 'Trần Ân', 'Đặng Bình', 'Bùi Cẩm', 'Lê Dung', 'Nguyễn Đức']);
});

test('what fits nothing is refused: a reason that is empty, an end before the start, administering one unit, a body’s papers', () => {
	expect(() => give({ reason: '  ' })).toThrow(refusal('reason-empty'));
	expect(() => give({ validTo: today })).toThrow(refusal('date-invalid'));
	expect(() => give({ validFrom: 'hôm nay' })).toThrow(refusal('date-invalid'));
	expect(() => give({ kind: 'administer', unitId: province.unitId('38') })).toThrow(refusal('grant-unfit'));
	expect(() => give({ kind: 'keep-papers', bodyId: bodies['38'] ?? '' })).toThrow(refusal('grant-unfit'));
	expect(() => give({ unitId: 'none' })).toThrow(refusal('not-found'));
	expect(() => give({ personId: 'none' })).toThrow(refusal('not-found'));
	expect(listGrants(db, today)).toEqual([]);
});

test('who convenes for one unit finds its people and those below, no others; who convenes everywhere finds all', () => {
	const find = (text: string) => {
		const unitIds = reachOf(db, { grants: held(), meetingId: null, personId: 'nobody', date: today });
		return searchPeople(db, { text, date: today, unitIds }).map(({ id }) => id);
	};
	give({ unitId: province.unitId('14902') });
	const all = [province.chairId, province.delegateId].sort();
	const inCommune = find('').sort();
	expect(inCommune.length).toBeLessThan(all.length);
	// A guest from outside the province is of no unit: nobody could invite them else.
	const guest = insertPerson(db, { name: 'Đoàn Thị Hồng Nhung', position: 'Giám đốc doanh nghiệp' });
	expect(find('hong nhung')).toEqual([guest]);
	give({});
	expect(find('').sort()).toEqual([...all, guest].sort());
});
