import { atOnce } from '#db/at-once.ts';
import { addDocument, type NewDocument } from '#db/documents/documents.ts';
import { recallPaper, setAccess } from '#db/documents/paper-access.ts';
import { keepContents } from '#db/documents/paper-contents.ts';
import { standingOf } from '#db/documents/paper-standing.ts';
import { searchOwn } from '#db/documents/search-own.ts';
import { listDocuments } from '#db/documents/documents.ts';
import { foldInPlace } from '#db/fold.ts';
import { addAgendaItem, listAgenda } from '#db/meetings/agenda.ts';
import { requireStanding } from '#db/meetings/read-standing.ts';
import type { PaperLevel } from '#meeting/plan.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../temporary-database.ts';

const now = Date.UTC(2026, 10, 27);
const day = 86_400_000;

function papers() {
	const db = temporaryDatabase();
	let count = 0;
	const add = (meetingId: string, text: string, more: Partial<NewDocument> = {}) => {
		count += 1;
		const sha256 = count.toString(16).padStart(64, '0');
		const file = { sha256, size: 9, type: 'application/pdf' } as const;
		const paper = { meetingId, title: `Tờ trình ${count}`, label: 'internal', file, fileName: 'a.pdf' } as const;
		const added = addDocument(db, { ...paper, uploadedBy: null, ...more }, now);
		const pages = ['', text].map((each) => ({ text: each, folded: foldInPlace(each) }));
		atOnce(keepContents(db, sha256, { signed: false, repaired: false, pages }));
		return added;
	};
	return { db, add };
}

test('in all of somebody’s meetings, the newest first, words are found with any marks, with their page and what stands around them', () => {
	const { db, add } = papers();
	const older = createTestMeeting(db, { delegates: 1, startsAt: now - 40 * day });
	const newer = createTestMeeting(db, { delegates: 1, startsAt: now - 2 * day });
	const [first, second] = [add(older.id, 'Căn cứ Nghị quyết số 30'), add(newer.id, 'các nghị quyết đã ban hành')];
	const found = (participantId: string, words: string) => searchOwn(db, { participantId, words, now });
	expect(found(older.chairId, 'nghi quyet')).toEqual([
		expect.objectContaining({
			versionId: first.versionId,
			meetingId: older.id,
			page: 2,
			hit: 'Nghị quyết',
			title: 'Tờ trình 1',
		}),
	]);
	expect(found(newer.chairId, 'Đã ban')).toEqual([
		expect.objectContaining({ versionId: second.versionId, hit: 'đã ban' }),
	]);
	expect(found(newer.chairId, 'da ban')).toHaveLength(1);
	// Of a word that is being typed its beginning finds it.
	expect(found(newer.chairId, 'nghị quy')).toHaveLength(1);
	expect([found(newer.chairId, 'không có'), found('nobody', 'nghi quyet'), found(newer.chairId, '"')]).toEqual([
		[],
		[],
		[],
	]);
});

test('nobody finds a word of a paper that they may not read, whoever they are and whatever was chosen for it, and everybody what they may', () => {
	const { db, add } = papers();
	const meeting = createTestMeeting(db, { delegates: 3, startsAt: now - day });
	const other = createTestMeeting(db, { delegates: 2, startsAt: now - 3 * day });
	const items = (['open', 'restricted', 'closed'] as const).map((access) =>
		addAgendaItem(db, meeting.id, { title: access, plannedMinutes: 10, access }),
	);
	const levels = ['none', 'read', 'print', 'download'] as const satisfies readonly PaperLevel[];
	for (const itemId of [null, ...items])
		for (const everyone of levels)
			for (const label of ['public', 'internal', 'restricted'] as const) {
				const { documentId } = add(meeting.id, 'chung một chữ', { itemId, label });
				const readers =
					everyone === 'none'
						? [{ kind: 'participant', reader: meeting.delegateIds[0] ?? '', level: 'read' } as const]
						: [];
				setAccess(db, documentId, {
					everyone,
					until: label === 'public' && everyone === 'read' ? now - 1 : null,
					readers,
				});
				if (everyone === 'print' && label === 'internal')
					recallPaper(db, documentId, { by: null, reason: 'nhầm' } as never, now);
			}
	add(other.id, 'chung một chữ');
	const people = [meeting, other].flatMap(({ chairId, secretaryId, delegateIds }) => [
		chairId,
		secretaryId,
		...delegateIds,
	]);
	let told = 0;
	for (const participantId of people) {
		const found = new Set(searchOwn(db, { participantId, words: 'chung mot', now }).map(({ versionId }) => versionId));
		const expected = [meeting, other].flatMap(({ id }) => {
			const standing = { ...requireStanding(db, { meetingId: id, participantId }), agenda: listAgenda(db, id) };
			if (standing.participants.length === 0) return [];
			const of = standingOf(db, standing, { participantId, isHandler: standing.createdBy === participantId, now });
			return listDocuments(db, id).flatMap((paper) => (of(paper).now === 'none' ? [] : [paper.current.id]));
		});
		expect([...found].toSorted()).toEqual(expected.toSorted());
		told += found.size;
	}
	expect(told).toBeGreaterThan(20);
});
