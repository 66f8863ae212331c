import { addDocument, addVersion, listDocuments, listVersions } from '#db/documents/documents.ts';
import { detailsOf, editDocument, setWithdrawn, type PaperDetails } from '#db/documents/edit-document.ts';
import { addAgendaItem } from '#db/meetings/agenda.ts';
import { setStatus } from '#db/meetings/status.ts';
import { requirePlan } from '#test/support/require-plan.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../temporary-database.ts';

const refusal = (code: string) => expect.objectContaining({ code });

function prepare() {
	const db = temporaryDatabase();
	const { id: meetingId } = createTestMeeting(db, { delegates: 0 });
	const details = { parentId: null, plannedMinutes: null, presenterId: null, access: 'open' as const };
	const itemId = addAgendaItem(db, meetingId, { title: 'Báo cáo', ...details });
	let stored = 0;
	const file = () => ({
		sha256: String((stored += 1))
			.repeat(64)
			.slice(0, 64),
		size: 9,
		type: 'application/pdf' as const,
	});
	const add = (title: string) =>
		addDocument(db, { meetingId, title, label: 'internal', file: file(), fileName: 'a.pdf', uploadedBy: null }, stored);
	for (const title of ['Một', 'Hai', 'Ba']) add(title);
	const papers = () => listDocuments(db, meetingId);
	const find = (title: string) => {
		const found = papers().find((each) => each.title === title);
		if (!found) throw new Error(`no paper ${title}`);
		return { ...found, meetingId };
	};
	const edit = (title: string, changes: Partial<PaperDetails>) =>
		editDocument(db, find(title), { ...detailsOf(papers(), find(title)), ...changes });
	return { db, meetingId, itemId, papers, find, edit, file, titles: () => papers().map(({ title }) => title) };
}

test('what a paper bears is edited, in NFC, and told to those who are in the meeting', () => {
	const { db, meetingId, itemId, edit, find, papers } = prepare();
	edit('Hai', {
		title: ' Nghị quyết '.normalize('NFD'),
		number: '177/KH-UBND',
		issuedOn: '2026-11-15',
		issuer: 'UBND tỉnh',
		itemId,
	});
	const bears = { number: '177/KH-UBND', issuedOn: '2026-11-15', issuer: 'UBND tỉnh', itemId };
	expect(find('Nghị quyết')).toMatchObject(bears);
	expect(requirePlan(db, meetingId).papers.find(({ title }) => title === 'Nghị quyết')).toMatchObject(bears);
	expect(requirePlan(db, meetingId).papers.find(({ title }) => title === 'Một')).not.toHaveProperty('number');
	edit('Nghị quyết', { number: '', issuedOn: '' });
	expect(detailsOf(papers(), find('Nghị quyết'))).toMatchObject({ number: '', issuedOn: '', position: 1 });
	expect(() => edit('Một', { title: ' ' })).toThrow(refusal('title-empty'));
	expect(() => edit('Một', { issuedOn: '2026-02-30' })).toThrow(refusal('date-invalid'));
	expect(() => edit('Một', { itemId: 'of-another' })).toThrow(refusal('agenda-item-unknown'));
});

test('papers stand in the order that was given them, new ones behind', () => {
	const { titles, edit, db, meetingId, file } = prepare();
	edit('Ba', { position: 1 });
	expect(titles()).toEqual(['Ba', 'Một', 'Hai']);
	edit('Ba', { position: 99 });
	edit('Hai', { position: 1 });
	addDocument(db, { meetingId, title: 'Bốn', label: 'public', file: file(), fileName: 'a', uploadedBy: null }, 1);
	expect(titles()).toEqual(['Hai', 'Một', 'Ba', 'Bốn']);
});

test('each version has its own label, by default that of the one before it', () => {
	const { db, edit, find, file } = prepare();
	const { id } = find('Một');
	const version = () => ({ file: file(), fileName: 'b.pdf', uploadedBy: null });
	addVersion(db, id, { ...version(), label: 'restricted' }, 5);
	expect([find('Một').label, listVersions(db, id).map(({ label }) => label)]).toEqual([
		'restricted',
		['restricted', 'internal'],
	]);
	addVersion(db, id, version(), 6);
	edit('Một', { label: 'public' });
	expect(listVersions(db, id).map(({ label }) => label)).toEqual(['public', 'restricted', 'internal']);
});

test('a paper is taken out of its meeting with a reason, stands there as a line, and comes back', () => {
	const { db, meetingId, find } = prepare();
	const inPlan = () => requirePlan(db, meetingId).papers.find(({ title }) => title === 'Hai');
	expect(() => setWithdrawn(db, find('Hai'), '  ', 7)).toThrow(refusal('reason-empty'));
	setWithdrawn(db, find('Hai'), 'Sai số liệu', 7);
	expect(inPlan()?.withdrawn).toEqual({ at: 7, reason: 'Sai số liệu' });
	setWithdrawn(db, find('Hai'), null, 8);
	expect(inPlan()).not.toHaveProperty('withdrawn');
	setStatus(db, meetingId, 'live', 9);
	setStatus(db, meetingId, 'ended', 10);
	expect(() => setWithdrawn(db, find('Hai'), 'muộn', 11)).toThrow(refusal('meeting-over'));
});
