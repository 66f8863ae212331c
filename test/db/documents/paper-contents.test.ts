import { atOnce } from '#db/at-once.ts';
import { addDocument, listDocuments } from '#db/documents/documents.ts';
import { isOpened, keepContents, listUnopened, sizesIn } from '#db/documents/paper-contents.ts';
import { searchPapers } from '#db/documents/search-papers.ts';
import { foldInPlace } from '#db/fold.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { beforeEach, expect, test } from 'vitest';
import { temporaryDatabase } from '../temporary-database.ts';

const [first, second] = ['a', 'b'].map((digit) => digit.repeat(64)) as [string, string];

let db: ReturnType<typeof temporaryDatabase>;
let meetingId: string;
beforeEach(() => {
	db = temporaryDatabase();
	meetingId = createTestMeeting(db, { delegates: 0 }).id;
	for (const sha256 of [first, second]) {
		const file = { sha256, size: 9, type: 'application/pdf' } as const;
		addDocument(db, { meetingId, title: sha256, label: 'internal', file, fileName: 'a.pdf', uploadedBy: null }, 1);
	}
});

const read = (sha256: string, ...texts: string[]) =>
	atOnce(
		keepContents(db, sha256, {
			signed: false,
			repaired: false,
			pages: texts.map((text) => ({ text, folded: foldInPlace(text) })),
		}),
	);

const found = (words: string, files = [first, second]) =>
	searchPapers(db, files, words).map(({ sha256, page, before, hit, after }) => [
		sha256 === first ? 1 : 2,
		page,
		`${before}[${hit}]${after}`,
	]);

test('a file that was taken in is opened once, also where nobody can read it, and its papers have its pages', () => {
	expect(listUnopened(db).toSorted()).toEqual([first, second]);
	const pieces = keepContents(db, first, {
		signed: false,
		repaired: false,
		pages: Array.from({ length: 50 }, () => ({ text: 'a', folded: 'a' })),
	});
	pieces.next();
	expect(isOpened(db, first), 'the process ended while it was written').toBe(false);
	read(first, 'Một', '', 'Ba');
	atOnce(keepContents(db, second, null));
	expect(listUnopened(db)).toEqual([]);
	expect(listDocuments(db, meetingId).map(({ current }) => current.pages)).toEqual([3, null]);
});

test('without marks words are found with any, with marks as they were typed, in any case', () => {
	read(first, 'Căn cứ Nghị quyết số 30 của Đảng bộ', 'nghỉ quyết');
	read(second, 'NGHỊ QUYẾT');
	expect(found('nghi quyet')).toEqual([
		[1, 1, 'Căn cứ [Nghị quyết] số 30 của Đảng bộ'],
		[1, 2, '[nghỉ quyết]'],
		[2, 1, '[NGHỊ QUYẾT]'],
	]);
	expect(found('  Nghị   quyết ').map(([paper, page]) => [paper, page])).toEqual([
		[1, 1],
		[2, 1],
	]);
	expect(found('dang bo')).toEqual([[1, 1, 'Căn cứ Nghị quyết số 30 của [Đảng bộ]']]);
	expect([found('q'), found('%'), found('nghi quyet', [second]).length]).toEqual([[], [], 1]);
});

test('of a word on every line no more is told than anybody reads, and of each paper some', () => {
	read(first, 'và '.repeat(1_000));
	read(second, 'và');
	const papers = found('va').map(([paper]) => paper);
	expect([papers.filter((each) => each === 1).length, papers.at(-1)]).toEqual([60, 2]);
	const more = (words: string) =>
		searchPapers(db, [first, second], words).flatMap((place, at) => (place.more ? [at] : []));
	expect(more('va'), 'the last that is told of the first paper').toEqual([59]);
	expect(more('va va va va va va va va va va va va va va va va va va va va')).toEqual([]);
});

test('of each page the size is kept; a damaged one stands as the one before it', () => {
	const damaged = { text: '', folded: '' };
	const page = (...size: [number, number]) => ({ ...damaged, size });
	const pages = [damaged, page(595, 842), damaged, page(1190.5, 842)];
	atOnce(keepContents(db, first, { signed: false, repaired: false, pages }));
	expect(sizesIn(db, first)).toEqual([
		[595, 842],
		[595, 842],
		[595, 842],
		[1190.5, 842],
	]);
	expect(sizesIn(db, second), 'not looked at yet').toEqual([]);
});
