import type { AgendaItem, Paper, Plan } from './plan.ts';
import { levelFor, sees, type Reader } from './reader.ts';

/** Without the papers that this reader may not see, and without what closed items are about. */
export const redactPlan = (plan: Plan, reader: Reader): Plan => ({
	...plan,
	agenda: plan.agenda.map((item) => redactItem(item, sees(reader, item.access))),
	papers: plan.papers.flatMap((paper) => redactPaper(paper, plan, reader)),
});

/** Who else may read it is nobody's business: a reader is told what they themselves may do with it. */
function redactPaper(paper: Paper, plan: Plan, reader: Reader): Paper | [] {
	const level = levelFor(reader, plan, paper);
	if (level === 'none') return [];
	if (!paper.access) return paper;
	const { until } = paper.access;
	return { ...paper, access: { everyone: level, ...(until !== undefined && { until }) } };
}

/** A closed item stands in everybody's agenda, with its number and its time; its title is empty to who may not see it. */
export const redactItem = (item: AgendaItem, seen: boolean): AgendaItem =>
	seen || item.access !== 'closed' ? item : { ...item, title: '' };
