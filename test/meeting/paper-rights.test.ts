import { levelAt, levelOf, mayDownloadPaper, mayPrintPaper, mayReadPaper } from '#meeting/paper-rights.ts';
import type { Paper, PaperAccess } from '#meeting/plan.ts';
import { redactState } from '#meeting/redact.ts';
import { nineOClock, planWith, planWithClosed, ScriptedMeeting } from '#test/support/meeting.ts';
import { describe, expect, test } from 'vitest';

// As a dossier has it: a room has no role.
const plan = planWithClosed({ participants: { site: { roles: [] } } });
const everyone = [...plan.participants.map(({ id }) => id), 'stranger'];
const paperWith = (access: PaperAccess, of: Partial<Paper> = {}) => ({
	itemId: null,
	label: 'public' as const,
	access,
	...of,
});
const readers = (paper: Parameters<typeof mayReadPaper>[2], now = nineOClock) =>
	everyone.filter((id) => mayReadPaper(plan, id, paper, now));

describe('a paper', () => {
	test('for which nothing was chosen is for those who see its item, to be read, printed and downloaded', () => {
		const paper = { itemId: null, label: 'public' } as const;
		expect(everyone.filter((id) => mayDownloadPaper(plan, id, paper, nineOClock))).toEqual(everyone.slice(0, -1));
	});

	test('for chosen roles and people is for them, and for chair and secretary; a room counts as a delegate', () => {
		expect(readers(paperWith({ everyone: 'none' }))).toEqual(['chair', 'secretary']);
		expect(readers(paperWith({ everyone: 'none', participants: { guest: 'read' } }))).toEqual([
			'chair',
			'secretary',
			'guest',
		]);
		const delegates = ['chair', 'secretary', 'delegate-1', 'delegate-2', 'delegate-3', 'site'];
		expect(readers(paperWith({ everyone: 'none', roles: { delegate: 'read' } }))).toEqual(delegates);
	});

	test('chosen for somebody does not open its item to them', () => {
		const all = paperWith({ everyone: 'download', participants: { guest: 'download', operator: 'download' } });
		expect(readers({ ...all, label: 'restricted' })).not.toContain('guest');
		expect(readers({ ...all, itemId: 'item-4' })).toEqual([
			'chair',
			'secretary',
			'delegate-1',
			'delegate-2',
			'delegate-3',
		]);
	});

	test('is read, printed or downloaded by the highest that was chosen for somebody', () => {
		const paper = paperWith({
			everyone: 'read',
			roles: { delegate: 'print' },
			participants: { 'delegate-2': 'download', operator: 'read' },
		});
		const by = (id: string) =>
			[mayReadPaper, mayPrintPaper, mayDownloadPaper].map((may) => may(plan, id, paper, nineOClock));
		expect([by('guest'), by('operator'), by('delegate-1'), by('delegate-2'), by('chair'), by('stranger')]).toEqual([
			[true, false, false],
			[true, false, false],
			[true, true, false],
			[true, true, true],
			[true, true, true],
			[false, false, false],
		]);
	});

	test('past its day is read by chair and secretary alone, taken back by nobody; both still stand in the list', () => {
		const until = nineOClock + 1000;
		const paper = paperWith({ everyone: 'print', until });
		expect(readers(paper, until - 1)).toHaveLength(everyone.length - 1);
		expect(readers(paper, until)).toEqual(['chair', 'secretary']);
		for (const how of ['recalled', 'withdrawn']) {
			const back = paperWith({ everyone: 'print' }, { [how]: { at: nineOClock, reason: 'Nhầm bản' } });
			expect(readers(back), how).toEqual([]);
			expect([levelOf(plan, 'guest', back), levelAt(plan, 'guest', back, until)]).toEqual(['print', 'none']);
		}
	});
});

test('a reader is told what they may do with a paper, and not who else may', () => {
	const { state } = ScriptedMeeting.live(planWithClosed());
	const told = (id: string) =>
		redactState(state, id).plan?.papers.find(({ documentId }) => documentId === 'document-6')?.access;
	expect([told('delegate-1'), told('chair'), told('delegate-2'), told('operator'), told('site')]).toEqual([
		{ everyone: 'read' },
		{ everyone: 'download' },
		undefined,
		undefined,
		undefined,
	]);
	expect(redactState(state, 'delegate-2').plan?.papers.map(({ documentId }) => documentId)).not.toContain('document-6');
});

test.each(['recalled', 'withdrawn'])(
	'nobody presents what they may not read, or what was %s; that is presented no more',
	(how) => {
		const meeting = ScriptedMeeting.live(planWithClosed());
		expect(meeting.give('operator', 'present-document', { versionId: 'version-6', page: 1 })).toBe('no-such-paper');
		expect(meeting.give('secretary', 'present-document', { versionId: 'version-6', page: 1 })).toEqual([
			'document-presented',
		]);
		const before = planWithClosed();
		const back = { [how]: { at: nineOClock, reason: 'Nhầm bản' } };
		const papers = before.papers.map((paper) => (paper.documentId === 'document-6' ? { ...paper, ...back } : paper));
		expect(meeting.system('revise-plan', { plan: { ...before, papers } })).toEqual([
			'presenting-ended',
			'plan-changed',
		]);
		expect(meeting.give('secretary', 'present-document', { versionId: 'version-6', page: 1 })).toBe('no-such-paper');
		expect(planWith().papers.every(({ access }) => access === undefined)).toBe(true);
	},
);
