import { agendaRows, spentOn } from '#lib/meeting/agenda/agenda-tree.ts';
import { agendaBefore } from '#meeting/agenda.ts';
import type { AgendaItem } from '#meeting/plan.ts';
import { planWith, ScriptedMeeting } from '#test/support/meeting.ts';
import { describe, expect, it } from 'vitest';

const item = (id: string, parentId: string | null): AgendaItem => ({
	id,
	parentId,
	number: id,
	title: id,
	plannedMinutes: null,
	presenterId: null,
	access: 'open',
});

describe('agendaRows', () => {
	it('lists each item before those below it, and one whose parent is gone at the top', () => {
		const agenda = [item('1', null), item('2', null), item('1.1', '1'), item('1.1.1', '1.1'), item('9', 'gone')];
		const rows = agendaRows(agenda, agendaBefore);
		expect(rows.map((row) => [row.item.id, row.depth])).toEqual([
			['1', 0],
			['1.1', 1],
			['1.1.1', 2],
			['2', 0],
			['9', 0],
		]);
	});

	it('adds up all runs of an item, the one that goes on up to now', () => {
		const meeting = ScriptedMeeting.live(planWith());
		const minute = 60_000;
		meeting.give('chair', 'start-item', { itemId: 'item-1' });
		meeting.now += 5 * minute;
		meeting.give('chair', 'start-item', { itemId: 'item-2' });
		meeting.now += 2 * minute;
		meeting.give('chair', 'start-item', { itemId: 'item-1' });
		meeting.now += 3 * minute;
		const { plan, agenda } = meeting.state;
		const rows = agendaRows(plan?.agenda ?? [], agenda);
		expect(rows.map(({ item: { id }, outcome }) => [id, outcome, spentOn(agenda, id, meeting.now)])).toEqual([
			['item-1', 'running', 8 * minute],
			['item-2', 'done', 2 * minute],
		]);
	});
});
