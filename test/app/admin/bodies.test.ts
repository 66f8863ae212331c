import { listAudit } from '#db/audit/audit.ts';
import { dateOf } from '#db/calendar.ts';
import { createMeeting } from '#db/meetings/meetings.ts';
import { rolesIn } from '#db/meetings/participants.ts';
import { bodyRules } from '#lib/admin/body-rules.ts';
import { unpackRows } from '#lib/packed-rows.ts';
import { beforeEach, expect, test } from 'vitest';
import { actions, load } from '../../../app/src/routes/admin/bodies/[id]/+page.server.ts';
import { actions as mergeActions } from '../../../app/src/routes/admin/bodies/merge/+page.server.ts';
import { actions as newActions } from '../../../app/src/routes/admin/bodies/new/+page.server.ts';
import { eventOf, startAdministration } from './administration.ts';

let place: Awaited<ReturnType<typeof startAdministration>>;
let id: string;
beforeEach(async () => {
	place = await startAdministration();
	const answer = await newActions.create(eventOf(place.admin, body()));
	({ id } = answer as unknown as { id: string });
});

const body = (changes: object = {}) => ({
	name: 'UBND tỉnh',
	unitId: place.unitId('38'),
	kind: 'ubnd',
	seats: '1',
	ruleSet: JSON.stringify(bodyRules.ubnd),
	from: '2026-01-01',
	...changes,
});
const act = (name: keyof typeof actions, fields: Record<string, string>) =>
	actions[name](eventOf(place.admin, fields, { params: { id } }));
const read = () => load(eventOf(place.admin, {}, { params: { id } }) as never);
const readTerms = async () => unpackRows((await read()).terms);
const refused = (status: number, code: string) => expect.objectContaining({ status, data: { code } });

test('a body is created and edited, with its rule; the audit has both rules', async () => {
	expect(await read()).toMatchObject({ body: { name: 'UBND tỉnh', seats: 1 }, unit: { name: 'Tỉnh Thanh Hóa' } });
	const edited = body({ seats: '40', kind: 'hdnd', ruleSet: JSON.stringify(bodyRules['two-thirds']) });
	expect(await act('edit', edited)).toEqual({ done: true });
	expect(await read()).toMatchObject({ body: { seats: 40, kind: 'hdnd', ruleSet: bodyRules['two-thirds'] } });
	expect(listAudit(place.db)).toMatchObject([
		{
			action: 'edit-body',
			subject: id,
			detail: { ruleSetBefore: JSON.stringify(bodyRules.ubnd), ruleSet: JSON.stringify(bodyRules['two-thirds']) },
		},
		{ action: 'create-body', subject: id },
	]);
});

test('a rule of another shape, no rule and no number are refused', async () => {
	const odd = { ...bodyRules.ubnd, fraction: { numerator: 3, denominator: 2 } };
	expect(await act('edit', body({ ruleSet: JSON.stringify(odd) }))).toEqual(refused(400, 'malformed'));
	expect(await act('edit', body({ ruleSet: '{' }))).toEqual(refused(400, 'malformed'));
	expect(await act('edit', body({ seats: 'nhiều' }))).toEqual(refused(400, 'seats-invalid'));
	expect(await act('edit', body({ unitId: '' }))).toEqual(refused(400, 'malformed'));
});

test('members come with terms, which end; never more of them than seats', async () => {
	const today = dateOf(Date.now());
	const add = (personId: string) =>
		act('addTerm', { personId, position: 'Ủy viên', validFrom: '2026-01-01', validTo: '' });
	expect(await add(place.chairId)).toEqual({ done: true });
	expect(await add(place.delegateId)).toEqual(refused(400, 'seats-too-few'));
	expect(await act('edit', body({ seats: '2' }))).toEqual({ done: true });
	expect(await add(place.delegateId)).toEqual({ done: true });
	expect(await act('edit', body({ seats: '1' }))).toEqual(refused(400, 'seats-too-few'));
	expect(await read()).toMatchObject({ body: { seats: 2 } });
	expect(await readTerms()).toMatchObject([{ state: 'in-force' }, { state: 'in-force' }]);
	const end = { personId: place.chairId, validFrom: '2026-01-01', validTo: today };
	expect(await act('endTerm', end)).toEqual({ done: true });
	expect(await readTerms()).toMatchObject([
		{ personId: place.delegateId, state: 'in-force' },
		{ validTo: today, state: 'over' },
	]);
	expect(listAudit(place.db)[0]).toMatchObject({ action: 'end-term', subject: id, detail: end });
});

test('running meetings hear of new terms, seats and rules, and who joins the body is invited to its coming meetings', async () => {
	const { db, chairId, delegateId } = place;
	const meeting = { title: 'Phiên họp', plannedMinutes: 60, bodyId: id, createdBy: chairId };
	const participants = [{ id: chairId, roles: ['chair' as const] }];
	const coming = createMeeting(db, { ...meeting, participants, startsAt: Date.now() }, Date.now());
	const past = createMeeting(db, { ...meeting, participants, startsAt: Date.now(), status: 'ended' }, Date.now());
	const term = { personId: delegateId, position: 'Ủy viên', validFrom: '2026-01-01', validTo: '' };
	place.revised.length = 0;
	expect(await act('addTerm', term)).toEqual({ done: true });
	expect(rolesIn(db, coming, delegateId)).toEqual(['delegate']);
	expect(rolesIn(db, past, delegateId)).toEqual([]);
	expect(await act('edit', body({ seats: '3' }))).toEqual({ done: true });
	expect(place.revised).toEqual(['all', 'all']);
	expect(await act('addTerm', term)).toEqual(refused(400, 'term-overlaps'));
	expect(place.revised).toHaveLength(2);
});

test('bodies are merged: members go along, the old ones end and say what they became; all of it is in the audit', async () => {
	const other = (await newActions.create(eventOf(place.admin, body({ name: 'UBND tỉnh khác' })))) as unknown as {
		id: string;
	};
	await act('addTerm', {
		personId: place.chairId,
		position: 'Chủ tịch',
		isHead: 'on',
		validFrom: '2026-01-01',
		validTo: '',
	});
	expect(await readTerms()).toMatchObject([{ personId: place.chairId, isHead: true, state: 'in-force' }]);
	const merge = (sources: readonly string[]) =>
		mergeActions.merge(
			eventOf(place.admin, body({ name: 'UBND mới', day: '2026-07-01', sources: JSON.stringify(sources) })),
		);
	expect(await merge([id])).toEqual(refused(400, 'merger-too-few'));
	const merged = (await merge([id, other.id])) as unknown as { id: string };
	expect(await readTerms()).toMatchObject([{ personId: place.chairId, validTo: '2026-07-01' }]);
	expect(await read()).toMatchObject({
		history: { successor: { id: merged.id, name: 'UBND mới' }, periods: [{ validTo: '2026-07-01' }] },
	});
	expect(listAudit(place.db)[0]).toMatchObject({ action: 'merge-bodies', subject: merged.id });
	const end = () => actions.end(eventOf(place.admin, { day: '2026-08-01' }, { params: { id: merged.id } }));
	expect(await end()).toEqual({ done: true });
	expect(await end()).toEqual(refused(400, 'body-ended'));
});
