import { accessOfPaper, type AgendaItem, type Plan } from './plan.ts';
import { sees, type Reader } from './reader.ts';

/** Without the papers that this reader may not see, and without what closed items are about. */
export const redactPlan = (plan: Plan, reader: Reader): Plan => ({
	...plan,
	agenda: plan.agenda.map((item) => redactItem(item, sees(reader, item.access))),
	papers: plan.papers.filter((paper) => sees(reader, accessOfPaper(plan, paper))),
});

/** A closed item stands in everybody's agenda, with its number and its time; its title is empty to who may not see it. */
export const redactItem = (item: AgendaItem, seen: boolean): AgendaItem =>
	seen || item.access !== 'closed' ? item : { ...item, title: '' };
