import { changedDossierTexts, type Shown } from '#lib/dossier/dossier-changes.ts';
import type { Dossier, DossierPaper } from '#lib/dossier/dossier.ts';
import { draftOf } from '#lib/dossier/meeting-draft.ts';
import { mergeDrafts } from '#lib/dossier/merge-drafts.ts';
import { changedMeetingTexts } from '#lib/dossier/part-changes.ts';
import type { AgendaItem } from '#meeting/plan.ts';
import { expect, test } from 'vitest';

const person = (id: string, ...roles: string[]) => ({ id, kind: 'person', name: `Người ${id}`, position: '', roles });
const item = (id: string, title: string, changes: Partial<AgendaItem> = {}) =>
	({
		id,
		number: id,
		parentId: null,
		title,
		presenterId: null,
		plannedMinutes: 20,
		access: 'open',
		...changes,
	}) as const;
const paper = (id: string, title: string, number = 1) =>
	({
		id,
		title,
		itemId: null,
		label: 'internal',
		current: { id: `${id}.${number}`, number, fileName: `${number}.pdf` },
	}) as unknown as DossierPaper;

const dossier = {
	title: 'Phiên họp',
	startsAt: Date.parse('2026-11-30T08:00:00+07:00'),
	plannedMinutes: 60,
	body: null,
	participants: [person('a', 'chair'), person('b', 'secretary'), person('c', 'delegate'), person('d', 'guest')],
	unitIds: ['x'],
	agenda: [item('1', 'Khai mạc'), item('2', 'Dự toán'), item('3', 'Bế mạc')],
} as unknown as Dossier;
const begun: Shown = { dossier, papers: [paper('p', 'Tờ trình')] };

const told = (changes: Partial<Dossier>, papers = begun.papers) =>
	changedDossierTexts(begun, { dossier: { ...dossier, ...changes }, papers });

test('what others have changed of the meeting, its people and its units is said, each in a sentence', () => {
	const startsAt = Date.parse('2026-12-01T14:00:00+07:00');
	const body = { id: 'ubnd', name: 'UBND tỉnh' } as Dossier['body'];
	expect(told({ title: 'Phiên họp bất thường', startsAt, body })).toEqual([
		'Tên cuộc họp: nay là “Phiên họp bất thường”',
		'Ngày: nay là “01/12/2026”',
		'Giờ bắt đầu: nay là “14:00”',
		'Cơ quan tập thể quyết định: nay là “UBND tỉnh”',
	]);
	const participants = [...dossier.participants.slice(0, 3), person('e', 'delegate'), person('f', 'guest')];
	const unitIds = ['y'];
	expect(told({ participants: participants as unknown as Dossier['participants'], unitIds })).toEqual([
		'Thành phần mời: thêm 2, bớt 1',
		'Đơn vị được mời: thêm 1, bớt 1',
	]);
	const promoted = dossier.participants.map((each) => (each.id === 'd' ? { ...each, roles: ['delegate'] } : each));
	expect(told({ participants: promoted as Dossier['participants'] })).toEqual([
		'Thành phần mời: vai trò của một số người đã thay đổi',
	]);
});

test('so are items that were added, edited, moved or taken away, and papers with their versions', () => {
	const [first, second] = dossier.agenda as [AgendaItem, AgendaItem];
	const agenda = [{ ...second, plannedMinutes: 45 }, first, item('4', 'Bổ sung')];
	expect(told({ agenda }, [paper('p', 'Tờ trình', 3), paper('q', 'Phụ lục')])).toEqual([
		'Nội dung “Dự toán”: Dự kiến (phút): nay là “45”',
		'Thêm nội dung “Bổ sung”',
		'Bớt nội dung “Bế mạc”',
		'Thứ tự các nội dung đã thay đổi',
		'Tài liệu “Tờ trình”: nay là phiên bản 3 (3.pdf)',
		'Thêm tài liệu “Phụ lục”',
	]);
});

test('whatever it is, it is never said to be nothing', () => {
	expect(told({})).toEqual(['Một số thông tin khác của hồ sơ đã thay đổi']);
});

test('a form in which something is entered tells that lists were merged, and of nobody who came or went where a role changed', () => {
	const begin = draftOf(dossier);
	const tellAfter = (invited: typeof begin.invited) => {
		const saved = { ...begin, invited };
		const { changed } = mergeDrafts(begin, { ...begin, title: 'Tên khác' }, saved);
		return changedMeetingTexts(changed, begin, saved, { bodies: [], merged: true });
	};
	expect(tellAfter(begin.invited.slice(1))).toEqual([
		'Thành phần mời: người khác thêm 0, bớt 1; thay đổi của hai bên đã được gộp',
	]);
	expect(tellAfter(begin.invited.map((each) => ({ ...each, role: 'delegate' })))).toEqual([
		'Thành phần mời: vai trò của một số người đã thay đổi',
	]);
});

test('two papers of one title, or two breaks, are told in the same words: who lists them cannot tell them apart by these', () => {
	const papers = [...begun.papers, paper('q', 'Tờ trình'), paper('r', 'Tờ trình')];
	const agenda = [...dossier.agenda, item('4', 'Giải lao'), item('5', 'Giải lao')];
	const texts = told({ agenda }, papers);
	expect(texts.length).toBeGreaterThan(new Set(texts).size);
});
