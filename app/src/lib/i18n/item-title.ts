import { m } from '#lib/paraglide/messages.js';
import type { AgendaItem } from '#meeting/plan.ts';

/** What an item is called to whoever looks: of one that is closed to them they learn only that. */
export const itemTitle = ({ title }: Pick<AgendaItem, 'title'>): string => title || m.item_title_closed();

/** As in the agenda: `2.1. Dự toán ngân sách`. */
export const numberedTitle = (item: Pick<AgendaItem, 'number' | 'title'>): string =>
	`${item.number}. ${itemTitle(item)}`;
