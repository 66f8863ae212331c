import { atOnce } from '#db/at-once.ts';
import { DataError } from '#db/data-error.ts';
import { comparePapers, samePages } from '#db/documents/compare-papers.ts';
import { addDocument } from '#db/documents/documents.ts';
import { storeFile, type StoredFile } from '#db/documents/file-store.ts';
import { nextUnread, wordsIn } from '#db/documents/page-ocr.ts';
import { keepContents } from '#db/documents/paper-contents.ts';
import { searchPapers } from '#db/documents/search-papers.ts';
import { textOfLine, type PlacedLine } from '#meeting/words-on-page.ts';
import { drawnScan } from '#test/support/drawn-scan.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { pino } from 'pino';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { Intake } from '../../../app/intake/intake.ts';
import { Ocr } from '../../../app/intake/ocr.ts';
import { Sandbox } from '../../../app/intake/sandbox.ts';
import { ScanReader } from '../../../app/intake/scan-reader.ts';
import { temporaryDatabase, temporaryFolder } from '../../db/temporary-database.ts';

const log = pino({ level: 'silent' });
const sandbox = new Sandbox();
const isThere = new Ocr({ sandbox, log }).isThere;
const missing = isThere ? '' : ' (skipped: tesseract-ocr and tesseract-ocr-vie are not installed here)';

let ports: { db: ReturnType<typeof temporaryDatabase>; dataDir: string; log: typeof log };
let meetingId: string;
beforeEach(() => {
	ports = { db: temporaryDatabase(), dataDir: temporaryFolder(), log };
	meetingId = createTestMeeting(ports.db, { delegates: 0 }).id;
});

const placed = (text: string): PlacedLine => text.split(' ').map((word, at) => [word, at * 100, 50, 90, 20]);

function addPaper(file: StoredFile): void {
	addDocument(ports.db, { meetingId, title: 'Quét', label: 'internal', file, fileName: 'a.pdf', uploadedBy: null }, 1);
}

test('pages without text are read one by one, and after a restart from where it was; what says nothing is not read again', async () => {
	const { db } = ports;
	const file = { sha256: 'a'.repeat(64), size: 9, type: 'application/pdf' } as const;
	addPaper(file);
	const pages = ['Trang một', '', '', ''].map((text) => ({ text, folded: text.toLowerCase() }));
	atOnce(keepContents(db, file.sha256, { signed: false, repaired: false, pages }));
	const asked: number[] = [];
	const read = (_: string, page: number) => {
		asked.push(page);
		if (page === 3 && asked.length === 2) return Promise.reject(new DataError('closing', ''));
		return Promise.resolve(page === 4 ? [] : [placed('Nghị quyết'), placed(`số ${page}`)]);
	};
	await new ScanReader({ ...ports, ocr: { isThere: true, read } }).wake();
	expect(asked).toEqual([2, 3]);
	const after = new ScanReader({ ...ports, ocr: { isThere: true, read } });
	await Promise.all([after.wake(), after.wake()]);
	expect(asked).toEqual([2, 3, 3, 4]);
	await after.wake();
	expect([asked.length, nextUnread(db)]).toEqual([4, undefined]);
	const found = searchPapers(db, [file.sha256], 'nghi quyet so');
	expect(found.map(({ page, byOcr }) => [page, byOcr])).toEqual([
		[2, true],
		[3, true],
	]);
	expect(searchPapers(db, [file.sha256], 'trang')[0]).not.toHaveProperty('byOcr');
	const side = { sha256: file.sha256, pages: 4 };
	const pair = { before: side, after: side };
	expect([comparePapers(db, pair).withoutText, samePages(db, pair)]).toEqual([3, [[1, 1]]]);
});

test('what was read when nobody asked where it stands is read again, once, and a page with text of its own never', async () => {
	const { db } = ports;
	const file = { sha256: 'b'.repeat(64), size: 9, type: 'application/pdf' } as const;
	addPaper(file);
	const pages = ['Trang một', '', ''].map((text) => ({ text, folded: text.toLowerCase() }));
	atOnce(keepContents(db, file.sha256, { signed: false, repaired: false, pages }));
	const asked: number[] = [];
	const read = (_: string, page: number) => {
		asked.push(page);
		return Promise.resolve(page === 2 ? [placed('Nghị quyết số 2')] : []);
	};
	db.sqlite
		.prepare(
			`INSERT INTO page_texts (sha256, page, text, folded, by_ocr) VALUES (?, 2, 'cũ', 'cu', 1), (?, 3, '', '', 1)`,
		)
		.run(file.sha256, file.sha256);
	const reader = new ScanReader({ ...ports, ocr: { isThere: true, read } });
	await reader.wake();
	await reader.wake();
	expect(asked).toEqual([2, 3]);
	expect(searchPapers(db, [file.sha256], 'nghi quyet')).toMatchObject([{ page: 2, byOcr: true }]);
	expect(searchPapers(db, [file.sha256], 'cũ')).toEqual([]);
	expect(wordsIn(db, file.sha256, 1, 3)).toEqual([{ page: 2, lines: [placed('Nghị quyết số 2')] }]);
});

test('where nobody wants it, scans are not read', () => {
	expect(new Ocr({ sandbox, log, readsScans: false }).isThere).toBe(false);
});

test.skipIf(!isThere)(
	`a scan is searched by its words, and held where its first page bears a stamp${missing}`,
	async () => {
		const { db, dataDir } = ports;
		const intake = new Intake({ ...ports, sandbox });
		onTestFinished(() => intake.close());
		const taken = await intake.take(
			await storeFile(dataDir, await drawnScan(['ỦY BAN NHÂN DÂN', 'Nghị quyết về nước sạch'])),
		);
		expect(taken.contents.pages[0]?.text).toBe('');
		addPaper(taken.file);
		atOnce(keepContents(db, taken.file.sha256, taken.contents));
		await new ScanReader({ ...ports, ocr: new Ocr({ sandbox, log }) }).wake();
		expect(searchPapers(db, [taken.file.sha256], 'nghi quyet ve nuoc sach')).toMatchObject([{ page: 1, byOcr: true }]);
		// The second line begins 72 points from the left of 595 and stands on 730 of 842 points from below.
		const [first, second] = wordsIn(db, taken.file.sha256, 1, 1)[0]?.lines ?? [];
		expect([first, second].map((line) => line && textOfLine(line))).toEqual([
			'ỦY BAN NHÂN DÂN',
			'Nghị quyết về nước sạch',
		]);
		const [, left = 0, top = 0, width = 0, height = 0] = second?.[0] ?? [];
		expect(left / 10_000).toBeCloseTo(72 / 595, 2);
		expect((top + height / 2) / 10_000).toBeCloseTo((842 - 735) / 842, 2);
		expect([width / 10_000, height / 10_000].map((each) => each > 0.01 && each < 0.1)).toEqual([true, true]);

		const stamped = await drawnScan(['ỦY BAN NHÂN DÂN', 'TỐI MẬT', 'Số: 05/BC-UBND', 'Nội dung bảo mật']);
		const refused = intake.take(await storeFile(dataDir, stamped));
		await expect(refused).rejects.toMatchObject({ code: 'paper-stamped' });
	},
);
