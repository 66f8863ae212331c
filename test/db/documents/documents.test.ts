import { addDocument, addVersion, listDocuments, listVersions, nameAsPdf, openFile } from '#db/documents/documents.ts';
import { emptyIncoming, filePath, hasFile, storeFile } from '#db/documents/file-store.ts';
import { createMeeting } from '#db/meetings/meetings.ts';
import { noPapers } from '#test/support/odd-files.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { requirePlan } from '#test/support/require-plan.ts';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createSmallProvince, now } from '../small-province.ts';
import { temporaryDatabase, temporaryFolder } from '../temporary-database.ts';

const refusal = (code: string) => expect.objectContaining({ code });
const pdf = (text: string) => Buffer.from(`%PDF-1.7\n${text}`);

describe('the store of files', () => {
	test('keeps bytes under their SHA-256, once, in two levels of folders', async () => {
		const folder = temporaryFolder();
		const sha256 = createHash('sha256').update(pdf('a')).digest('hex');
		const stored = await storeFile(folder, pdf('a'));
		expect(stored).toEqual({ sha256, size: 10, type: 'application/pdf' });
		expect(filePath(folder, sha256)).toBe(path.join(folder, 'files', sha256.slice(0, 2), sha256.slice(2, 4), sha256));
		expect(readFileSync(filePath(folder, sha256))).toEqual(pdf('a'));
		expect(await storeFile(folder, pdf('a'))).toEqual(stored);
		expect([await hasFile(folder, sha256), await hasFile(folder, '0'.repeat(64))]).toEqual([true, false]);
		expect(() => filePath(folder, '../../etc/passwd')).toThrow(refusal('not-found'));
	});

	test('takes streams in any pieces', async () => {
		const folder = temporaryFolder();
		const bytes = pdf('x'.repeat(5000));
		const single = Readable.from([...bytes].map((byte) => Buffer.from([byte])));
		const whole = await storeFile(folder, new Blob([bytes]).stream());
		expect(await storeFile(folder, single)).toEqual(whole);
		expect(readFileSync(filePath(folder, whole.sha256))).toEqual(bytes);
	});

	test.each<readonly [string, Buffer, string]>([
		...Object.entries(noPapers).map(([what, bytes]) => [what, bytes, 'file-type-refused'] as const),
		['too short to be one', Buffer.from('%PD'), 'file-type-refused'],
		['nothing', Buffer.alloc(0), 'file-empty'],
		['beyond the limit', pdf('x'.repeat(2_100)), 'file-too-large'],
	])('refuses what is %s, and leaves nothing', async (_, bytes, code) => {
		const folder = temporaryFolder();
		await expect(storeFile(folder, Readable.from([bytes]), 2_100)).rejects.toThrow(refusal(code));
		expect(readdirSync(path.join(folder, 'files', 'incoming'))).toEqual([]);
		expect(readdirSync(path.join(folder, 'files'))).toEqual(['incoming']);
	});

	test('a source that breaks off leaves nothing', async () => {
		const folder = temporaryFolder();
		const broken = async function* () {
			yield pdf('half');
			await Promise.reject(new Error('connection lost'));
		};
		await expect(storeFile(folder, broken())).rejects.toThrow('connection lost');
		expect(readdirSync(path.join(folder, 'files', 'incoming'))).toEqual([]);
	});

	test('throws away what a killed process left half-way, and nothing else', async () => {
		const folder = temporaryFolder();
		await emptyIncoming(folder);
		const { sha256 } = await storeFile(folder, pdf('whole'));
		const half = path.join(folder, 'files', 'incoming', 'half');
		writeFileSync(half, pdf('half'));
		await emptyIncoming(folder);
		expect([existsSync(half), await hasFile(folder, sha256)]).toEqual([false, true]);
		expect(await hasFile(folder, (await storeFile(folder, pdf('next'))).sha256)).toBe(true);
	});

	test('refuses a wrong type with its first bytes, not with its last', async () => {
		let given = 0;
		const endless = async function* () {
			for (;;) yield await Promise.resolve(Buffer.alloc(1000, ++given));
		};
		await expect(storeFile(temporaryFolder(), endless())).rejects.toThrow(refusal('file-type-refused'));
		expect(given).toBeLessThan(3);
	});

	test.for([
		['PK\x03\x04........', 'application/zip'],
		['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'application/x-ole-storage'],
		['\xff\xd8\xff\xe0', 'image/jpeg'],
		['\x89PNG\r\n\x1a\n', 'image/png'],
		['II*\0', 'image/tiff'],
		['RIFF....WEBPVP8 ', 'image/webp'],
		[' '.repeat(1_000) + '%PDF-1.4', 'application/pdf'],
	])('knows by the first bytes what a paper comes as: %#', async ([head = '', type]) => {
		expect(await storeFile(temporaryFolder(), Buffer.from(head, 'latin1'))).toMatchObject({ type });
	});
});

test('a new version supersedes and never overwrites', async () => {
	const db = temporaryDatabase();
	const folder = temporaryFolder();
	const { chairId } = createSmallProvince(db);
	const participants = [{ id: chairId, roles: ['chair' as const] }];
	const meetingId = createMeeting(
		db,
		{ title: 'Họp', startsAt: now, plannedMinutes: 60, participants, createdBy: chairId },
		now,
	);
	const [first, second] = [await storeFile(folder, pdf('1')), await storeFile(folder, pdf('2'))];
	const { documentId, versionId } = addDocument(
		db,
		{
			meetingId,
			title: 'Báo cáo',
			label: 'restricted',
			file: first,
			fileName: 'C:\\giấy tờ\\báo "cáo".pdf',
			pages: 3,
			uploadedBy: chairId,
		},
		now,
	);
	addDocument(db, { meetingId, title: 'Phụ lục', label: 'public', file: first, fileName: '', uploadedBy: null }, now);
	expect(addVersion(db, documentId, { file: second, fileName: 'mới.pdf', uploadedBy: chairId }, now + 1).number).toBe(
		2,
	);
	expect(
		listVersions(db, documentId).map((version) => [version.number, version.fileName, version.sha256, version.pages]),
	).toEqual([
		[2, 'mới.pdf', second.sha256, null],
		[1, 'báo cáo.pdf', first.sha256, 3],
	]);
	expect(
		listDocuments(db, meetingId).map((document) => [
			document.title,
			document.current.number,
			document.current.fileName,
		]),
	).toEqual([
		['Báo cáo', 2, 'mới.pdf'],
		['Phụ lục', 1, 'tai-lieu.pdf'],
	]);
	expect(requirePlan(db, meetingId).papers[0]).toMatchObject({ documentId, label: 'restricted', fileName: 'mới.pdf' });
	const old = openFile(db, folder, versionId);
	expect(old).toMatchObject({ meetingId, number: 1, title: 'Báo cáo', size: 10, type: 'application/pdf' });
	expect(existsSync(old.path) && readFileSync(old.path, 'utf8')).toBe('%PDF-1.7\n1');
	expect(() => openFile(db, folder, 'none')).toThrow(refusal('not-found'));
	expect(() => addVersion(db, 'none', { file: second, fileName: '', uploadedBy: null }, now)).toThrow(
		refusal('not-found'),
	);
	const elsewhere = {
		meetingId,
		itemId: 'none',
		title: 'x',
		label: 'public' as const,
		file: first,
		fileName: '',
		uploadedBy: null,
	};
	expect(() => addDocument(db, elsewhere, now)).toThrow(refusal('agenda-item-unknown'));
});

test('what is read may be made of a file, which is kept with its name: whole, in NFC, and without what turns it around', () => {
	const db = temporaryDatabase();
	const { id: meetingId } = createTestMeeting(db, { delegates: 0 });
	const file = { sha256: 'a'.repeat(64), size: 9, type: 'application/pdf' } as const;
	const original = { sha256: 'b'.repeat(64), size: 7, type: 'application/msword' } as const;
	const added = (fileName: string) =>
		addDocument(
			db,
			{
				meetingId,
				title: 'a',
				label: 'public',
				file,
				original,
				warnings: ['macros'],
				fileName,
				uploadedBy: null,
			},
			now,
		).versionId;
	const opened = (fileName: string) => openFile(db, '/data', added(fileName));
	expect(opened('Tờ trình.doc'.normalize('NFD'))).toMatchObject({
		fileName: 'Tờ trình.doc',
		type: 'application/pdf',
		original: { ...original, ending: 'doc' },
		warnings: ['macros'],
	});
	expect(listDocuments(db, meetingId)[0]?.current).toMatchObject({ original: { size: 7 }, warnings: ['macros'] });
	expect(opened('bao\u202efdp.doc\u200e').fileName).toBe('baofdp.doc');
	expect(opened(`${'đ'.repeat(300)}.doc`).fileName).toBe(`${'đ'.repeat(196)}.doc`);
	expect(['Tờ trình.doc', 'a.b.DOCX', 'không đuôi', 'Số 12.2026 của Sở', 'a.pdf'].map(nameAsPdf)).toEqual([
		'Tờ trình.pdf',
		'a.b.pdf',
		'không đuôi.pdf',
		'Số 12.2026 của Sở.pdf',
		'a.pdf',
	]);
});
