import { mergeDrafts } from '#lib/dossier/merge-drafts.ts';
import type { MeetingDraft } from '#lib/dossier/meeting-draft.ts';
import { expect, test } from 'vitest';

const person = (id: string) => ({ id, name: `Người ${id}`, position: '', unitName: '' });
const guest = (id: string, role: 'delegate' | 'guest' = 'delegate') => ({ person: person(id), role });
const begun: MeetingDraft = {
	title: 'Phiên họp',
	day: '2026-11-30',
	time: '08:00',
	plannedMinutes: 60,
	bodyId: null,
	chair: person('chair'),
	secretary: person('secretary'),
	invited: [guest('a'), guest('b'), guest('c')],
	unitIds: ['x', 'y'],
};

test('what was not touched follows the other, what was entered stands, and both are said', () => {
	const entered = { ...begun, title: 'Phiên họp của tôi', plannedMinutes: 90 };
	const saved = { ...begun, title: 'Phiên họp của người khác', time: '14:00' };
	expect(mergeDrafts(begun, entered, saved)).toEqual({
		merged: { ...begun, title: 'Phiên họp của tôi', time: '14:00', plannedMinutes: 90 },
		changed: [
			{ field: 'title', how: 'kept' },
			{ field: 'time', how: 'taken' },
		],
	});
});

test('lists take what either side added, and leave out what either side took away', () => {
	const entered = { ...begun, invited: [guest('a', 'guest'), guest('c'), guest('mine')], unitIds: ['x', 'y', 'mine'] };
	const saved = { ...begun, invited: [guest('a'), guest('b'), guest('theirs')], unitIds: ['y', 'theirs'] };
	const { merged, changed } = mergeDrafts(begun, entered, saved);
	expect(merged.invited).toEqual([guest('a', 'guest'), guest('mine'), guest('theirs')]);
	expect(merged.unitIds).toEqual(['y', 'mine', 'theirs']);
	expect(changed).toEqual([
		{ field: 'invited', how: 'taken' },
		{ field: 'unitIds', how: 'taken' },
	]);
});

test('a change of something else in the dossier changes nothing here, and the same change of both neither', () => {
	const entered = { ...begun, title: 'Cùng một tên' };
	expect(mergeDrafts(begun, entered, begun)).toEqual({ merged: entered, changed: [] });
	expect(mergeDrafts(begun, entered, entered)).toEqual({ merged: entered, changed: [] });
});
