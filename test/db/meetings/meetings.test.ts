import type { Database } from '#db/client.ts';
import { listMeetings } from '#db/meetings/list-meetings.ts';
import { createMeeting, seatForMeeting, updateMeeting, type NewMeeting } from '#db/meetings/meetings.ts';
import { meetingInPieces, requireMeeting } from '#db/meetings/read-meeting.ts';
import { makePlan, planInPieces } from '#db/meetings/make-plan.ts';
import { rolesIn } from '#db/meetings/participants.ts';
import { setStatus } from '#db/meetings/status.ts';
import { addTerm } from '#db/org/body-terms.ts';
import { createBody, listBodies } from '#db/org/bodies.ts';
import { insertPerson } from '#db/org/people.ts';
import { bodies } from '#db/schema/bodies.ts';
import { majorityOfAllMembers } from '#meeting/rule-set.ts';
import { entitledOf } from '#meeting/vote/quorum.ts';
import { requirePlan } from '#test/support/require-plan.ts';
import { describe, expect, test } from 'vitest';
import { createSmallProvince, now } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

const refusal = (code: string) => expect.objectContaining({ code });

function prepare() {
	const db = temporaryDatabase();
	const province = createSmallProvince(db);
	const meeting: NewMeeting = {
		title: '  Phiên họp   thường kỳ ',
		startsAt: now,
		plannedMinutes: 90,
		participants: [
			{ id: province.chairId, roles: ['chair'] },
			{ id: province.delegateId, roles: ['delegate'] },
		],
		unitIds: [province.unitId('14902')],
		createdBy: province.chairId,
	};
	return { db, ...province, meeting };
}

test('a dossier holds participants with names, positions, units and seats, in administrative order', () => {
	const { db, chairId, delegateId, siteId, unitId, meeting } = prepare();
	const id = createMeeting(db, meeting, now);
	const read = requireMeeting(db, id);
	expect(read).toMatchObject({
		title: 'Phiên họp thường kỳ',
		status: 'draft',
		plannedMinutes: 90,
		body: null,
		endedAt: null,
		createdAt: now,
	});
	expect(read.unitIds).toEqual([unitId('14902')]);
	expect(read.participants).toEqual([
		{
			id: chairId,
			kind: 'person',
			name: 'Lê Quang Hòa',
			position: 'Chủ tịch UBND tỉnh',
			unitId: unitId('38.VPUB'),
			unitName: 'Văn phòng UBND tỉnh',
			unitCode: '38.VPUB',
			roles: ['chair'],
			siteId: null,
		},
		{
			id: delegateId,
			kind: 'person',
			name: 'Bùi Thị Lan',
			position: 'Chủ tịch UBND xã',
			unitId: unitId('14902'),
			unitName: 'UBND xã Nam Tiến',
			unitCode: '14902',
			roles: ['delegate'],
			siteId: siteId('14902'),
		},
		{
			id: siteId('14902'),
			kind: 'site',
			name: 'Điểm cầu xã Nam Tiến',
			position: '',
			unitId: unitId('14902'),
			unitName: 'UBND xã Nam Tiến',
			unitCode: '14902',
			roles: [],
			siteId: null,
		},
	]);
	expect(
		[...meetingInPieces(db, id)],
		'who takes part is read apart from all else, and people apart from rooms',
	).toHaveLength(2);
	expect(() => requireMeeting(db, 'none')).toThrow(refusal('not-found'));
});

test('who takes part is written in the order of the tables, whoever was named first', () => {
	const { db, meeting } = prepare();
	const others = Array.from({ length: 20 }, (_, index) =>
		insertPerson(db, { name: `Đại biểu ${index}`, position: '' }),
	);
	const delegates = others.map((id) => ({ id, roles: ['delegate' as const] }));
	const { rows, roles } = seatForMeeting(db, { ...meeting, participants: [...meeting.participants, ...delegates] });
	expect(rows).toHaveLength(23);
	for (const ids of [rows.map(({ participantId }) => participantId), [...roles.keys()]])
		expect(ids).toEqual(ids.toSorted());
});

test("a seat brings its room; a body's members in term take part as delegates", () => {
	const { db, chairId, delegateId, siteId, unitId, meeting } = prepare();
	const former = insertPerson(db, { name: 'Người cũ', position: '' });
	const bodyId = createBody(db, {
		unitId: unitId('38'),
		name: 'UBND tỉnh',
		kind: 'ubnd',
		seats: 3,
		ruleSet: majorityOfAllMembers,
		members: [chairId, delegateId, former].map((personId) => ({
			personId,
			position: 'Thành viên',
			validFrom: '2021-01-01',
		})),
	});
	db.sqlite.prepare('UPDATE body_members SET valid_to = ? WHERE person_id = ?').run('2026-11-23', former);
	const participants = [{ id: chairId, roles: ['chair' as const], seatSiteId: siteId('385') }];
	const id = createMeeting(db, { ...meeting, participants, unitIds: [], bodyId }, now);
	const plan = requirePlan(db, id);
	expect(plan.participants.map(({ id: participant, roles, siteId: seat }) => [participant, roles, seat])).toEqual([
		[chairId, ['chair'], siteId('385')],
		[siteId('385'), [], null],
		[delegateId, ['delegate'], null],
	]);
	expect(plan.body).toEqual({
		id: bodyId,
		name: 'UBND tỉnh',
		seats: 3,
		ruleSet: majorityOfAllMembers,
		members: [
			{ personId: chairId, name: 'Lê Quang Hòa' },
			{ personId: delegateId, name: 'Bùi Thị Lan' },
		],
	});
	expect(listBodies(db, '2026-11-23')).toEqual([{ id: bodyId, name: 'UBND tỉnh', unitId: unitId('38') }]);
	db.orm.update(bodies).set({ ruleSet: '{"base":"some"}' }).run();
	expect(() => requirePlan(db, id)).toThrow(refusal('stored-json-invalid'));
});

describe('refuses', () => {
	const cases: [string, string, (prepared: ReturnType<typeof prepare>) => Partial<NewMeeting>][] = [
		['no title', 'title-empty', () => ({ title: ' \n' })],
		['an endless title', 'title-too-long', () => ({ title: 'x'.repeat(501) })],
		['no time', 'time-invalid', () => ({ startsAt: Number.NaN })],
		['no length', 'time-invalid', () => ({ plannedMinutes: 0 })],
		['no chair', 'chair-missing', ({ delegateId }) => ({ participants: [{ id: delegateId, roles: ['delegate'] }] })],
		[
			'a site in the chair',
			'chair-missing',
			({ siteId, delegateId }) => ({
				participants: [
					{ id: siteId('385'), roles: ['chair'] },
					{ id: delegateId, roles: [] },
				],
			}),
		],
		[
			'two chairs',
			'chair-missing',
			({ chairId, delegateId }) => ({
				participants: [chairId, delegateId].map((id) => ({ id, roles: ['chair' as const] })),
			}),
		],
		[
			'someone twice',
			'participant-twice',
			({ chairId }) => ({
				participants: [
					{ id: chairId, roles: ['chair'] },
					{ id: chairId, roles: [] },
				],
			}),
		],
		[
			'a stranger',
			'participant-unknown',
			({ chairId }) => ({
				participants: [
					{ id: chairId, roles: ['chair'] },
					{ id: 'x', roles: [] },
				],
			}),
		],
		[
			'a seat nowhere',
			'participant-unknown',
			({ chairId }) => ({ participants: [{ id: chairId, roles: ['chair'], seatSiteId: 'x' }] }),
		],
		['an unknown unit', 'not-found', () => ({ unitIds: ['x'] })],
		['an unknown body', 'not-found', () => ({ bodyId: 'x' })],
	];
	test.each(cases)('%s: %s', (_, code, change) => {
		const prepared = prepare();
		const { db, meeting, chairId } = prepared;
		expect(() => createMeeting(db, { ...meeting, ...change(prepared) }, now)).toThrow(refusal(code));
		expect(listMeetings(db, chairId, now)).toEqual({ today: [], coming: [], past: [], hasOlder: false });
	});
});

test('an update changes what it names, until the meeting is over', () => {
	const { db, chairId, delegateId, meeting } = prepare();
	const id = createMeeting(db, meeting, now);
	updateMeeting(db, id, { title: 'Phiên họp chuyên đề' });
	expect(requireMeeting(db, id)).toMatchObject({ title: 'Phiên họp chuyên đề', startsAt: now });
	expect(requireMeeting(db, id).participants.length).toBe(3);
	updateMeeting(db, id, { participants: [{ id: delegateId, roles: ['chair'] }], unitIds: [] });
	expect(requireMeeting(db, id).participants.map((each) => each.id)).toEqual([delegateId]);
	expect(() => updateMeeting(db, id, { participants: [{ id: chairId, roles: [] }], unitIds: [] })).toThrow(
		refusal('chair-missing'),
	);
	for (const status of ['approved', 'invited', 'live', 'ended'] as const) setStatus(db, id, status, now + 5);
	expect(requireMeeting(db, id).endedAt).toBe(now + 5);
	expect(() => updateMeeting(db, id, { title: 'Khác' })).toThrow(refusal('meeting-over'));
});

test('the status follows the life of a meeting', () => {
	const { db, meeting } = prepare();
	const id = createMeeting(db, meeting, now);
	expect(() => setStatus(db, id, 'live', now)).toThrow(refusal('status-change-refused'));
	setStatus(db, id, 'approved', now);
	setStatus(db, id, 'approved', now);
	setStatus(db, id, 'live', now);
	expect(() => setStatus(db, id, 'draft', now)).toThrow(refusal('status-change-refused'));
	expect(() => setStatus(db, 'none', 'draft', now)).toThrow(refusal('not-found'));
});

describe('my meetings', () => {
	const hour = 3_600_000;
	const at = (db: Database, meeting: NewMeeting, startsAt: number, title: string) =>
		createMeeting(db, { ...meeting, startsAt, title, status: 'invited' }, now);

	test('by Vietnamese days, for people and rooms', () => {
		const { db, chairId, delegateId, siteId, meeting } = prepare();
		const midnight = Date.UTC(2026, 10, 22, 17);
		at(db, meeting, midnight - 1, 'hôm qua');
		at(db, meeting, midnight - 48 * hour, 'hôm kia');
		at(db, meeting, midnight + 24 * hour - 1, 'tối nay');
		at(db, meeting, midnight, 'sáng nay');
		at(db, meeting, midnight + 24 * hour, 'ngày mai');
		const running = at(db, meeting, midnight - 24 * hour, 'vẫn họp');
		setStatus(db, running, 'live', now);
		for (const participant of [delegateId, siteId('14902')]) {
			const { today, coming, past } = listMeetings(db, participant, now);
			expect([today, coming, past].map((list) => list.map((each) => each.title))).toEqual([
				['vẫn họp', 'sáng nay', 'tối nay'],
				['ngày mai'],
				['hôm qua', 'hôm kia'],
			]);
		}
		expect(listMeetings(db, chairId, now).today[0]?.roles).toEqual(['chair']);
		expect(listMeetings(db, siteId('385'), now).today).toEqual([]);
	});

	test('those that are past come twenty at a time, newest first', () => {
		const { db, delegateId, meeting } = prepare();
		for (let day = 1; day <= 41; day += 1) at(db, meeting, now - day * 24 * hour, `${day} ngày trước`);
		at(db, meeting, now, 'hôm nay');
		const titles = (page: number) => {
			const { today, past, hasOlder } = listMeetings(db, delegateId, now, page);
			return [today.length, past.length, past[0]?.title, past.at(-1)?.title, hasOlder];
		};
		expect(titles(1)).toEqual([1, 20, '1 ngày trước', '20 ngày trước', true]);
		expect(titles(2)).toEqual([0, 20, '21 ngày trước', '40 ngày trước', true]);
		expect(titles(3)).toEqual([0, 1, '41 ngày trước', '41 ngày trước', false]);
		expect(titles(4)).toEqual([0, 0, undefined, undefined, false]);
	});

	test('drafts are seen by those who prepare them', () => {
		const { db, chairId, delegateId, meeting } = prepare();
		const author = insertPerson(db, { name: 'Người soạn', position: '' });
		createMeeting(db, { ...meeting, createdBy: author }, now);
		const seen = [author, chairId, delegateId].map((id) => listMeetings(db, id, now).today.length);
		expect(seen).toEqual([1, 1, 0]);
	});
});

test('a meeting that is moved to another day invites who is in term then; a plan invites who was entered later', () => {
	const { db, chairId, delegateId, unitId, meeting } = prepare();
	const later = insertPerson(db, { name: 'Người mới', position: '' });
	const details = {
		unitId: unitId('38'),
		name: 'UBND tỉnh',
		kind: 'ubnd',
		seats: 3,
		ruleSet: majorityOfAllMembers,
	} as const;
	const term = (personId: string, validFrom: string) => ({ personId, position: 'Thành viên', validFrom });
	const members = [term(chairId, '2021-01-01'), term(delegateId, '2026-11-30')];
	const bodyId = createBody(db, { ...details, members });
	const participants = [{ id: chairId, roles: ['chair' as const] }];
	const id = createMeeting(db, { ...meeting, participants, unitIds: [], bodyId }, now);
	expect(rolesIn(db, id, delegateId)).toEqual([]);
	updateMeeting(db, id, { startsAt: now + 14 * 24 * 3_600_000 });
	expect(rolesIn(db, id, delegateId)).toEqual(['delegate']);
	addTerm(db, { bodyId, ...term(later, '2026-01-01'), validTo: null });
	expect(makePlan(db, id).participants.map((each) => each.id)).toContain(later);
	expect(rolesIn(db, id, later)).toEqual(['delegate']);
});

test('a member of the body is no guest of its meeting: they vote, and guests do not', () => {
	const { db, chairId, delegateId, unitId, meeting } = prepare();
	const later = insertPerson(db, { name: 'Người mới', position: '' });
	const reporter = insertPerson(db, { name: 'Báo chí', position: '' });
	const term = (personId: string) => ({ personId, position: 'Thành viên', validFrom: '2021-01-01' });
	const members = [term(chairId), term(delegateId)];
	const ruleSet = majorityOfAllMembers;
	const body = { unitId: unitId('38'), name: 'UBND tỉnh', kind: 'ubnd', seats: 3, ruleSet, members } as const;
	const bodyId = createBody(db, body);
	const participants = [
		{ id: chairId, roles: ['chair' as const] },
		{ id: delegateId, roles: ['operator' as const, 'guest' as const] },
		...[later, reporter].map((id) => ({ id, roles: ['guest' as const] })),
	];
	const id = createMeeting(db, { ...meeting, participants, unitIds: [], bodyId }, now);
	const rolesOf = (...people: string[]) => people.map((person) => rolesIn(db, id, person));
	expect(rolesOf(delegateId, later, reporter)).toEqual([['operator', 'delegate'], ['guest'], ['guest']]);
	addTerm(db, { bodyId, ...term(later), validTo: null });
	const plan = makePlan(db, id);
	expect(rolesOf(later, reporter), 'also one whose term was entered later').toEqual([['delegate'], ['guest']]);
	const entitled = new Set(entitledOf(plan).map(({ personId }) => personId));
	expect(plan.participants.filter(({ roles }) => roles.includes('guest')).some((each) => entitled.has(each.id))).toBe(
		false,
	);
});

test('a plan is made in the piece after the last in which its meeting is read', () => {
	const { db, meeting } = prepare();
	const id = createMeeting(db, meeting, now);
	expect([...planInPieces(db, id)]).toHaveLength([...meetingInPieces(db, id)].length + 1);
});
