import type { Participant, Plan } from '#meeting/plan.ts';
import { wallEntries, wallGroups } from '#meeting/wall.ts';
import { planWith } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

const areas = [
	{ code: '38', name: 'Tỉnh Thanh Hóa' },
	{ code: '385', name: 'Huyện Quan Hóa' },
	{ code: '395', name: 'Huyện Thọ Xuân' },
];

/** In the order in which a plan has them: departments, districts, communes. */
function plan(...participants: Pick<Participant, 'id' | 'kind' | 'siteId' | 'area'>[]): Plan {
	const base = planWith();
	const [some] = base.participants;
	if (!some) throw new Error('a plan without participants');
	return { ...base, areas, participants: participants.map((each) => ({ ...some, ...each })) };
}
const site = (id: string, area: number) => ({ id, kind: 'site', siteId: null, area }) as const;
const person = (id: string, siteId: string | null, area?: number) =>
	({ id, kind: 'person', siteId, ...(area === undefined ? {} : { area }) }) as const;

const shapeOf = (of: Plan) =>
	wallGroups(of).map(({ area, entries }) => [
		area?.code,
		...entries.map(({ participant, seated }) => [participant.id, ...seated.map(({ id }) => id)].join('+')),
	]);

test('sites stand by district, communes after it; who sits in a room stands with it', () => {
	const wall = plan(
		person('chair', 'office', 0),
		site('office', 0),
		site('party', 0),
		site('quan-hoa', 1),
		person('lan', 'nam-tien', 1),
		site('nam-tien', 1),
		site('xuan-hong', 2),
	);
	expect(shapeOf(wall)).toEqual([
		['38', 'office+chair', 'party'],
		['385', 'quan-hoa', 'nam-tien+lan'],
		['395', 'xuan-hong'],
	]);
});

test('a person without a room has a place of their own, one without a unit the last', () => {
	expect(shapeOf(plan(person('guest', null), person('expert', null, 1), site('quan-hoa', 1)))).toEqual([
		['385', 'expert', 'quan-hoa'],
		[undefined, 'guest'],
	]);
});

test('a plan from before the wall has one group without a name', () => {
	const old = planWith();
	expect(old.areas).toBeUndefined();
	expect(wallGroups(old)).toHaveLength(1);
	expect(wallEntries(old).map(({ participant }) => participant.id)).toEqual([
		'chair',
		'secretary',
		'operator',
		'delegate-1',
		'delegate-2',
		'guest',
		'site',
	]);
});
