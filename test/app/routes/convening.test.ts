import { giveGrant } from '#db/auth/grants.ts';
import { readSession } from '#db/auth/sessions.ts';
import { createMeeting } from '#db/meetings/meetings.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { dateOf } from '#db/calendar.ts';
import { createBody } from '#db/org/bodies.ts';
import { listAudit } from '#db/audit/audit.ts';
import { meetingParticipants, meetings } from '#db/schema/meetings.ts';
import { majorityOfAllMembers } from '#meeting/rule-set.ts';
import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { actions as editing } from '../../../app/src/routes/meetings/[id]/edit/+page.server.ts';
import { actions as convening } from '../../../app/src/routes/meetings/new/+page.server.ts';
import { GET as findPeople } from '../../../app/src/routes/org/people/+server.ts';
import { eventOf, startAdministration } from '../admin/administration.ts';

let place: Awaited<ReturnType<typeof startAdministration>>;
/** the bodies of the province's office, of the district and of the commune below it */
let bodies: { readonly office: string; readonly district: string; readonly commune: string };

beforeEach(async () => {
	place = await startAdministration();
	const ruleSet = majorityOfAllMembers;
	const bodyOf = (code: string) =>
		createBody(place.db, {
			unitId: place.unitId(code),
			name: `UBND ${code}`,
			kind: 'ubnd',
			seats: 3,
			ruleSet,
			members: [],
		});
	bodies = { office: bodyOf('38.VPUB'), district: bodyOf('385'), commune: bodyOf('14902') };
});

/** The form as its page sends it. */
const sentFor = (bodyId: string | null, version: number | null = null) => ({
	title: 'Phiên họp',
	startsAt: Date.now(),
	plannedMinutes: 60,
	bodyId,
	people: [
		{ id: place.chairId, roles: ['chair'] },
		{ id: place.delegateId, roles: ['secretary'] },
	],
	unitIds: [],
	version,
});

const now = Date.now();
const convene = (bodyId: string | null, more: object = {}) =>
	convening.default(eventOf(place.delegate, { meeting: JSON.stringify({ ...sentFor(bodyId), ...more }) }));
const refused = (status: number, code: string) => expect.objectContaining({ status, data: { code } }) as object;
const made = expect.objectContaining({ status: 303 }) as object;

test('who convenes for one unit convenes the bodies of it and of those below, and meetings of none; no other body; and finds nobody by the units of a meeting that others prepare', async () => {
	giveGrant(
		place.db,
		{
			personId: place.delegateId,
			kind: 'convene',
			unitId: place.unitId('385'),
			bodyId: null,
			validFrom: dateOf(now),
			validTo: null,
			reason: 'Quyết định số 1',
		},
		{ accountId: null, now },
	);
	expect(await convene(bodies.office)).toEqual(refused(400, 'not-convened'));
	expect(await convene('no-such-body')).toEqual(refused(400, 'not-convened'));
	expect(await convene(bodies.district, { secret: true })).toEqual(refused(400, 'meeting-secret'));
	expect(listAudit(place.db)).toEqual([]);
	for (const bodyId of [bodies.district, bodies.commune, null]) await expect(convene(bodyId)).rejects.toEqual(made);
	const held = place.db.orm.select({ bodyId: meetings.bodyId }).from(meetings).all();
	expect(held.map(({ bodyId }) => bodyId)).toEqual([bodies.district, bodies.commune, null]);
	// Whom the earlier ones invite was listed by then: new are those of the last alone.
	const isNew = place.db.orm.selectDistinct({ id: meetingParticipants.meetingId }).from(meetingParticipants);
	expect(isNew.where(eq(meetingParticipants.isListed, false)).all()).toHaveLength(1);
	const session = readSession(place.db, place.delegate.key, Date.now()) ?? place.delegate;
	const findFor = async (createdBy: string) => {
		const participants = [{ id: place.chairId, roles: ['chair' as const] }];
		const times = { startsAt: now, plannedMinutes: 60 };
		const unitIds = [place.unitId('38.VPUB')];
		const id = createMeeting(place.db, { title: 'Họp', ...times, bodyId: null, participants, unitIds, createdBy }, now);
		const found = await findPeople(eventOf(session, {}, { search: `?q=hoa&meeting=${id}` }) as never);
		return ((await found.json()) as { id: string }[]).map((person) => person.id);
	};
	expect([await findFor(place.chairId), await findFor(place.delegateId)]).toEqual([[], [place.chairId]]);
});

test('to have chaired or kept the minutes once convenes nothing', async () => {
	const participants = [
		{ id: place.delegateId, roles: ['chair' as const] },
		{ id: place.chairId, roles: ['secretary' as const] },
	];
	const earlier = { title: 'Họp', startsAt: now, plannedMinutes: 60, bodyId: bodies.district, participants };
	createMeeting(place.db, { ...earlier, createdBy: place.delegateId, status: 'archived' }, now);
	for (const bodyId of [bodies.district, null]) expect(await convene(bodyId)).toEqual(refused(403, 'not-allowed'));
});

test('who prepares a meeting of one body, or of none, does not make it another body’s', async () => {
	const participants = [
		{ id: place.chairId, roles: ['chair' as const] },
		{ id: place.delegateId, roles: ['secretary' as const] },
	];
	const own = { title: 'Họp', startsAt: now, plannedMinutes: 60, bodyId: bodies.district, participants };
	const id = createMeeting(place.db, { ...own, createdBy: place.chairId }, now);
	const edit = (bodyId: string | null) => {
		const { version } = requireMeeting(place.db, id);
		const meeting = JSON.stringify(sentFor(bodyId, version));
		return editing.default(eventOf(place.delegate, { meeting }, { params: { id } }));
	};
	expect(await edit(bodies.office)).toEqual(refused(400, 'not-convened'));
	await expect(edit(bodies.district)).rejects.toEqual(made);
	await expect(edit(null)).rejects.toEqual(made);
	expect(await edit(bodies.district)).toEqual(refused(400, 'not-convened'));
	expect(requireMeeting(place.db, id)).toMatchObject({ title: 'Phiên họp', body: null });
});
