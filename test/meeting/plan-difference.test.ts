import { applyDifference, differenceOf } from '#meeting/plan-difference.ts';
import type { AgendaItem, Area, Body, Paper, Participant, Plan } from '#meeting/plan.ts';
import { plainMajority, planWith } from '#test/support/meeting.ts';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';

/** As plans come from the database: objects of fast-check have no prototype. */
const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const text = fc.constantFrom('', 'Kế hoạch', 'Dự toán');
const idsOf = (prefix: string) => fc.shuffledSubarray(Array.from({ length: 8 }, (_, index) => `${prefix}-${index}`));
/** A list in any order, of which no two have the same id. */
const listOf = <T>(prefix: string, entryOf: (id: string) => fc.Arbitrary<T>) =>
	idsOf(prefix).chain((ids) => fc.tuple(...ids.map(entryOf)) as fc.Arbitrary<T[]>);

const participant = (id: string): fc.Arbitrary<Participant> =>
	fc
		.record({
			kind: fc.constantFrom('person' as const, 'site' as const),
			name: text,
			area: fc.option(fc.nat(3)),
			siteId: fc.option(fc.constant('person-1')),
			roles: fc.subarray(['chair' as const, 'delegate' as const, 'guest' as const]),
		})
		.map(({ area, ...rest }) => ({
			id,
			position: '',
			unitName: '',
			unitCode: '',
			...rest,
			...(area !== null && { area }),
		}));
const item = (id: string): fc.Arbitrary<AgendaItem> =>
	fc.record({
		id: fc.constant(id),
		parentId: fc.option(fc.constant('item-0')),
		number: fc.constantFrom('1', '2', '1.1'),
		title: text,
		plannedMinutes: fc.option(fc.nat(60)),
		presenterId: fc.option(fc.constant('person-1')),
		access: fc.constantFrom('open' as const, 'restricted' as const, 'closed' as const),
	});
const paper = (documentId: string): fc.Arbitrary<Paper> =>
	fc.record({
		documentId: fc.constant(documentId),
		versionId: fc.constantFrom('a', 'b'),
		itemId: fc.option(fc.constant('item-1')),
		title: text,
		fileName: fc.constant('x.pdf'),
		pages: fc.option(fc.nat(20)),
		label: fc.constantFrom('public' as const, 'restricted' as const),
	});
const area: fc.Arbitrary<Area> = fc.record({ code: fc.constantFrom('', '385'), name: text });
const body: fc.Arbitrary<Body> = fc.record({
	id: fc.constantFrom('body-1', 'body-2'),
	name: text,
	seats: fc.integer({ min: 1, max: 3 }),
	ruleSet: fc.constantFrom(plainMajority, { ...plainMajority, mayChangeBallot: true }),
	members: listOf('person', (personId) => fc.record({ personId: fc.constant(personId), name: text })),
});
const plans: fc.Arbitrary<Plan> = fc
	.record({
		title: text,
		startsAt: fc.constantFrom(1, 2),
		participants: listOf('person', participant),
		areas: fc.option(fc.array(area, { maxLength: 3 })),
		agenda: listOf('item', item),
		papers: listOf('document', paper),
		body: fc.option(body),
	})
	.map(({ areas, ...plan }) => asJson({ meetingId: 'meeting', ...plan, ...(areas && { areas }) }));

const always = { seed: 20_261_125, numRuns: 500 };

test('a difference makes exactly the one plan of the other, with the order of every list, also by way of JSON', () => {
	fc.assert(
		fc.property(plans, plans, (before, after) => {
			const difference = differenceOf(before, after);
			expect(applyDifference(before, difference ? asJson(difference) : {})).toStrictEqual(after);
		}),
		always,
	);
});

test('a plan differs from itself in nothing', () => {
	fc.assert(
		fc.property(plans, (plan) => void expect(differenceOf(plan, asJson(plan))).toBeUndefined()),
		always,
	);
});

test('what does not differ is seen without a look at each entry', () => {
	const plan = planWith({ delegates: 3 });
	const same = asJson(plan);
	const entries = vi.spyOn(Object, 'entries');
	onTestFinished(() => entries.mockRestore());
	expect(differenceOf(plan, same)).toBeUndefined();
	expect(differenceOf(plan, { ...same, title: 'Khác' })).toEqual({ title: 'Khác' });
	expect(entries).not.toHaveBeenCalled();
});

test('what moves is told by its key, and what stays is not told', () => {
	const before = planWith({ delegates: 6 });
	const [first, ...others] = before.participants;
	if (!first) throw new Error('the plan of tests has people');
	const after = { ...before, participants: [...others, first] };
	expect(differenceOf(before, after)).toEqual({ participants: { placed: [{ after: 'site', entry: 'chair' }] } });
});
