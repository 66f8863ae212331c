import { createBody, editBody, requireBody, type BodyDetails } from '#db/org/bodies.ts';
import { addTerm, endTerm, listBodyOverviews, listTerms, requireEnoughSeats } from '#db/org/body-terms.ts';
import { majorityOfAllMembers } from '#meeting/rule-set.ts';
import { expect, test } from 'vitest';
import { createSmallProvince, today } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

const refusal = (code: string) => expect.objectContaining({ code });

function prepare(seats = 2) {
	const db = temporaryDatabase();
	const province = createSmallProvince(db);
	const details: BodyDetails = {
		unitId: province.unitId('38'),
		name: 'HĐND tỉnh',
		kind: 'hdnd',
		seats,
		ruleSet: majorityOfAllMembers,
	};
	const bodyId = createBody(db, { ...details, members: [] });
	const add = (personId: string, validFrom: string, validTo: string | null = null) =>
		addTerm(db, { bodyId, personId, position: ' Đại biểu ', validFrom, validTo });
	const on = (date: string) => requireBody(db, bodyId, date).members.map(({ name }) => name);
	return { db, bodyId, details, add, on, ...province };
}

test('a member is in office from the first day of the term to the day before its end', () => {
	const { db, bodyId, chairId, delegateId, add, on } = prepare();
	add(chairId, '2026-01-01');
	add(delegateId, '2026-06-01', '2026-07-01');
	expect(['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'].map((date) => on(date).length)).toEqual([0, 1, 2, 1]);
	endTerm(db, { bodyId, personId: chairId, validFrom: '2026-01-01', validTo: today });
	expect([on('2026-11-22'), on(today)]).toEqual([['Lê Quang Hòa'], []]);
	expect(listTerms(db, bodyId)).toMatchObject([
		{ name: 'Lê Quang Hòa', validTo: today },
		{ name: 'Bùi Thị Lan', position: 'Đại biểu', validTo: '2026-07-01' },
	]);
	expect(listBodyOverviews(db, '2026-06-15')).toMatchObject([{ unitName: 'Tỉnh Thanh Hóa', seats: 2, filled: 2 }]);
});

test('terms of one person do not overlap; they may follow each other', () => {
	const { chairId, add } = prepare();
	add(chairId, '2026-01-01', '2026-06-01');
	add(chairId, '2026-06-01');
	expect(() => add(chairId, '2026-05-31', '2026-06-01')).toThrow(refusal('term-overlaps'));
	expect(() => add(chairId, '2027-01-01')).toThrow(refusal('term-overlaps'));
	expect(() => add(chairId, '2025-01-01', '2025-01-01')).toThrow(refusal('date-invalid'));
	expect(() => add(chairId, '2025-02-30')).toThrow(refusal('date-invalid'));
	expect(() => add('nobody', '2025-01-01')).toThrow(refusal('not-found'));
});

test('a term that ends on its first day is taken back; others end between their days', () => {
	const { db, bodyId, chairId, add } = prepare();
	const end = (validTo: string) => endTerm(db, { bodyId, personId: chairId, validFrom: '2026-06-01', validTo });
	add(chairId, '2026-06-01', '2026-12-01');
	expect(() => end('2026-05-31')).toThrow(refusal('date-invalid'));
	expect(() => end('2026-12-02')).toThrow(refusal('date-invalid'));
	end('2026-06-01');
	expect(listTerms(db, bodyId)).toEqual([]);
	expect(() => end('2026-06-01')).toThrow(refusal('not-found'));
});

test('never more members in office than seats, on any day to come', () => {
	const { db, bodyId, details, chairId, delegateId, add } = prepare(1);
	add(delegateId, '2027-01-01');
	expect(() => add(chairId, '2026-01-01')).toThrow(refusal('seats-too-few'));
	add(chairId, '2026-01-01', '2027-01-01');
	expect(listTerms(db, bodyId)).toHaveLength(2);
	editBody(db, bodyId, { ...details, seats: 2, from: '2026-01-01' });
	endTerm(db, { bodyId, personId: chairId, validFrom: '2026-01-01', validTo: '2026-12-01' });
	add(chairId, '2027-01-01');
	editBody(db, bodyId, { ...details, seats: 1, from: '2026-01-01' });
	expect(() => requireEnoughSeats(db, bodyId, today)).toThrow(refusal('seats-too-few'));
});

test('a body has a name, a unit, seats, and a rule that can be reached', () => {
	const { db, bodyId, details } = prepare();
	const edit = (changes: Partial<BodyDetails>) => () =>
		editBody(db, bodyId, { ...details, ...changes, from: '2026-01-01' });
	expect(edit({ name: ' ' })).toThrow(refusal('title-empty'));
	expect(edit({ name: 'x'.repeat(501) })).toThrow(refusal('title-too-long'));
	for (const seats of [0, 1.5, NaN, 1001]) expect(edit({ seats })).toThrow(refusal('seats-invalid'));
	expect(edit({ unitId: 'none' })).toThrow(refusal('not-found'));
	const whole = { numerator: 1, denominator: 1 };
	expect(edit({ ruleSet: { ...majorityOfAllMembers, fraction: whole } })).toThrow(refusal('rule-unreachable'));
	edit({ name: ' Ban ', seats: 9, ruleSet: { ...majorityOfAllMembers, fraction: whole, comparison: '>=' } })();
	expect(requireBody(db, bodyId, today)).toMatchObject({ name: 'Ban', seats: 9, ruleSet: { comparison: '>=' } });
	expect(() => editBody(db, 'none', { ...details, from: today })).toThrow(refusal('not-found'));
});
