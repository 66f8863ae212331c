import { listMeetings } from '#db/meetings/list-meetings.ts';
import { createMeeting } from '#db/meetings/meetings.ts';
import { createBody, editBody, listBodies, requireBody } from '#db/org/bodies.ts';
import { addTerm, endTerm, listBodyOverviews, requireEnoughSeats } from '#db/org/body-terms.ts';
import { endBody, mergeBodies, readBodyHistory } from '#db/org/merge-bodies.ts';
import { insertPerson } from '#db/org/people.ts';
import { majorityOfAllMembers } from '#meeting/rule-set.ts';
import { requirePlan } from '#test/support/require-plan.ts';
import { expect, test } from 'vitest';
import { createSmallProvince, now, today } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

const refusal = (code: string) => expect.objectContaining({ code });
const reform = '2025-07-01';
const eve = '2025-06-30';

function councils() {
	const db = temporaryDatabase();
	const { unitId, chairId, delegateId } = createSmallProvince(db);
	const details = { unitId: unitId('38'), kind: 'hdnd' as const, ruleSet: majorityOfAllMembers };
	const council = (name: string, seats: number, people: readonly string[]) => {
		const members = people.map((personId) => ({ personId, position: 'Đại biểu', validFrom: '2021-07-01' }));
		return createBody(db, { ...details, name, seats, validFrom: '2021-07-01', members });
	};
	const guest = insertPerson(db, { name: 'Trần Văn Cà', position: 'Đại biểu' });
	return {
		db,
		details,
		chairId,
		delegateId,
		caMau: council('HĐND tỉnh Cà Mau', 3, [chairId, guest]),
		bacLieu: council('HĐND tỉnh Bạc Liêu', 2, [delegateId, guest]),
	};
}

test('a body has the name and the seats of each day; meetings of both days show their own', () => {
	const { db, details, caMau, chairId } = councils();
	editBody(db, caMau, { ...details, name: 'HĐND tỉnh Cà Mau (mới)', seats: 5, from: reform });
	const on = (date: string) => {
		const { name, seats } = requireBody(db, caMau, date);
		return [name, seats];
	};
	expect([on('2020-01-01'), on(eve), on(reform)]).toEqual([
		['HĐND tỉnh Cà Mau', 3],
		['HĐND tỉnh Cà Mau', 3],
		['HĐND tỉnh Cà Mau (mới)', 5],
	]);
	const meet = (startsAt: number) =>
		createMeeting(
			db,
			{
				title: 'Kỳ họp',
				startsAt,
				plannedMinutes: 60,
				bodyId: caMau,
				participants: [{ id: chairId, roles: ['chair'] }],
				createdBy: chairId,
				status: 'invited',
			},
			now,
		);
	const [before, after] = [meet(Date.parse(`${eve}T23:30:00+07:00`)), meet(Date.parse(`${reform}T00:30:00+07:00`))];
	expect([before, after].map((id) => requirePlan(db, id).body?.seats)).toEqual([3, 5]);
	expect(listMeetings(db, chairId, now).past.map(({ bodyName }) => bodyName)).toEqual([
		'HĐND tỉnh Cà Mau (mới)',
		'HĐND tỉnh Cà Mau',
	]);
	// Fewer seats than members, from a day on that is to come.
	editBody(db, caMau, { ...details, name: 'HĐND tỉnh Cà Mau', seats: 1, from: '2027-01-01' });
	expect(() => requireEnoughSeats(db, caMau, today)).toThrow(refusal('seats-too-few'));
});

test('one head at a time, by terms: a deputy acts from the day on which the chair has left', () => {
	const { db, details, chairId, delegateId } = councils();
	const bodyId = createBody(db, { ...details, name: 'UBND tỉnh', kind: 'ubnd', seats: 3, members: [] });
	const term = (personId: string, validFrom: string, position: string, isHead: boolean) =>
		addTerm(db, { bodyId, personId, position, isHead, validFrom, validTo: null });
	term(chairId, '2024-01-01', 'Chủ tịch', true);
	term(delegateId, '2024-01-01', 'Phó Chủ tịch', false);
	endTerm(db, { bodyId, personId: delegateId, validFrom: '2024-01-01', validTo: reform });
	expect(() => term(delegateId, reform, 'Quyền Chủ tịch', true)).toThrow(refusal('head-overlaps'));
	endTerm(db, { bodyId, personId: chairId, validFrom: '2024-01-01', validTo: reform });
	term(delegateId, reform, 'Quyền Chủ tịch', true);
	expect(['2023-12-31', eve, reform].map((date) => requireBody(db, bodyId, date).headId)).toEqual([
		null,
		chairId,
		delegateId,
	]);
});

test('members of merged councils form the new one; the old ones end, and their meetings keep them', () => {
	const { db, details, caMau, bacLieu } = councils();
	const merge = (seats: number, from = [caMau, bacLieu]) =>
		mergeBodies(db, { ...details, name: 'HĐND tỉnh Cà Mau', seats, from, day: reform });
	expect(() => merge(2)).toThrow(refusal('seats-too-few'));
	expect(() => merge(9, [caMau, caMau])).toThrow(refusal('merger-too-few'));
	const merged = merge(3);
	const names = (id: string, date: string) => requireBody(db, id, date).members.map(({ name }) => name);
	// Who sat in both sits in it once.
	expect(names(merged, reform)).toEqual(['Trần Văn Cà', 'Lê Quang Hòa', 'Bùi Thị Lan']);
	expect([names(merged, eve), names(caMau, eve).length, names(caMau, reform)]).toEqual([[], 2, []]);
	expect(
		listBodies(db, eve)
			.map(({ id }) => id)
			.sort(),
	).toEqual([caMau, bacLieu].sort());
	expect(listBodies(db, reform).map(({ id }) => id)).toEqual([merged]);
	expect(listBodyOverviews(db, today).map(({ id, endedOn }) => [id, endedOn])).toEqual([
		[merged, null],
		[bacLieu, reform],
		[caMau, reform],
	]);
	expect(readBodyHistory(db, caMau).successor).toEqual({ id: merged, name: 'HĐND tỉnh Cà Mau' });
	expect(readBodyHistory(db, merged).origins.map(({ name }) => name)).toEqual([
		'HĐND tỉnh Bạc Liêu',
		'HĐND tỉnh Cà Mau',
	]);
	expect(() => endBody(db, caMau, today)).toThrow(refusal('body-ended'));
});
