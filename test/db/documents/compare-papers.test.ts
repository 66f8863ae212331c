import { addDocument, addVersion } from '#db/documents/documents.ts';
import { comparePapers, samePages } from '#db/documents/compare-papers.ts';
import { compareLists } from '#db/documents/compare-texts.ts';
import { keepContents } from '#db/documents/paper-contents.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../temporary-database.ts';

test('what is told of two lists makes one of the other, and no shorter way is missed', () => {
	const list = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
	const longestCommon = (a: readonly string[], b: readonly string[]): number => {
		const [[first, ...restA], [second, ...restB]] = [a, b];
		if (first === undefined || second === undefined) return 0;
		if (first === second) return 1 + longestCommon(restA, restB);
		return Math.max(longestCommon(restA, b), longestCommon(a, restB));
	};
	fc.assert(
		fc.property(list, list, (before, after) => {
			const runs = compareLists(before, after) ?? [];
			const of = (without: string) => runs.filter(({ kind }) => kind !== without).flatMap(({ items }) => items);
			expect(of('added')).toEqual(before);
			expect(of('removed')).toEqual(after);
			const same = runs.filter(({ kind }) => kind === 'same').flatMap(({ items }) => items);
			expect(same).toHaveLength(longestCommon(before, after));
		}),
		{ numRuns: 200 },
	);
	expect(compareLists(['a', 'b', 'c'], ['d', 'e', 'f'], 5)).toBeUndefined();
});

test('of two versions the pages that were added, removed or written anew are told of, these word by word', () => {
	const db = temporaryDatabase();
	const { id: meetingId } = createTestMeeting(db, { delegates: 0 });
	const fileOf = (sha256: string, texts: readonly string[]) => {
		const pages = texts.map((text) => ({ text, folded: text, size: [595, 842] as const }));
		return {
			file: { sha256, size: 9, type: 'application/pdf' as const },
			contents: { signed: false, repaired: false, pages },
		};
	};
	const before = fileOf('a'.repeat(64), ['Mở đầu', 'Dự toán năm 2026 là 10 tỷ', 'Phụ lục', 'Hết', '']);
	const after = fileOf('b'.repeat(64), ['Mở đầu', 'Dự toán năm 2027 là 12 tỷ', 'Hết', 'Biên bản', '']);
	const of = { fileName: 'a.pdf', uploadedBy: null };
	const { documentId } = addDocument(db, { ...of, meetingId, title: 'A', label: 'public', file: before.file }, 1);
	addVersion(db, documentId, { ...of, file: after.file }, 2);
	for (const { file, contents } of [before, after]) for (const _ of keepContents(db, file.sha256, contents as never));
	const side = ({ file }: typeof before) => ({ sha256: file.sha256, pages: 5 });
	expect(comparePapers(db, { before: side(before), after: side(after) })).toEqual({
		changes: [
			{
				kind: 'changed',
				before: 2,
				after: 2,
				pieces: [
					{ kind: 'same', text: 'Dự toán năm' },
					{ kind: 'removed', text: '2026' },
					{ kind: 'added', text: '2027' },
					{ kind: 'same', text: 'là' },
					{ kind: 'removed', text: '10' },
					{ kind: 'added', text: '12' },
					{ kind: 'same', text: 'tỷ' },
				],
			},
			{ kind: 'removed', before: 3 },
			{ kind: 'added', after: 4 },
		],
		isCut: false,
		withoutText: 1,
	});
	expect(samePages(db, { before: side(before), after: side(after) })).toEqual([
		[1, 1],
		[4, 3],
	]);
	const wider = fileOf('c'.repeat(64), ['Mở đầu', 'Hết']);
	const turned = wider.contents.pages.map((page, at) => (at === 0 ? { ...page, size: [842, 595] } : page));
	addVersion(db, documentId, { ...of, file: wider.file }, 3);
	const contents = { ...wider.contents, pages: turned };
	for (const _ of keepContents(db, wider.file.sha256, contents as never));
	expect(samePages(db, { before: side(before), after: { sha256: wider.file.sha256, pages: 2 } })).toEqual([[4, 2]]);
});
