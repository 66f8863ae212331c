import { LostPapers, nextEnd, shutPapers } from '#lib/meeting/papers/lost-papers.ts';
import type { Paper, Plan } from '#meeting/plan.ts';
import { nineOClock, planWith } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

const plan = planWith();
const withFirst = (change: Partial<Paper>): Plan => ({
	...plan,
	papers: plan.papers.map((paper, at) => (at === 0 ? { ...paper, ...change } : paper)),
});

test('a paper is lost where it is recalled, taken away or past its day, with each version that was seen, and once; a new version takes nothing away', () => {
	const papers = new LostPapers();
	const lost = (of: Plan, now = nineOClock) =>
		papers.next(of, 'guest', now).map(({ paper, versionIds }) => [paper.documentId, ...versionIds]);
	expect(lost(plan)).toEqual([]);
	expect(lost(withFirst({ versionId: 'version-1b' }))).toEqual([]);
	const recalled = withFirst({ versionId: 'version-1b', recalled: { at: 1, reason: 'Nhầm bản' } });
	expect([lost(recalled), lost(recalled)]).toEqual([[['document-1', 'version-1', 'version-1b']], []]);
	expect(lost({ ...plan, papers: [] })).toEqual([['document-2', 'version-2']]);
	const dated = withFirst({ access: { everyone: 'read', until: nineOClock + 1 } });
	expect([lost(dated), lost(dated, nineOClock + 1)]).toEqual([[], [['document-1', 'version-1']]]);
});

test('when the next paper is past its day is known, for those who do not handle the papers, and which are shut by then', () => {
	const dated = withFirst({ access: { everyone: 'read', until: nineOClock + 1 } });
	expect([nextEnd(dated, 'guest', nineOClock), nextEnd(dated, 'guest', nineOClock + 1)]).toEqual([
		nineOClock + 1,
		undefined,
	]);
	expect(nextEnd(plan, 'guest', nineOClock)).toBeUndefined();
	expect([...shutPapers(dated, 'guest', nineOClock)]).toEqual([]);
	expect([...shutPapers(dated, 'guest', nineOClock + 1)]).toEqual(['document-1']);
	expect([...shutPapers(withFirst({ access: { everyone: 'none' } }), 'guest', nineOClock)]).toEqual([]);
});
