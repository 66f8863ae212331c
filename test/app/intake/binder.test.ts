import type { Pack } from '#db/documents/pack.ts';
import { pdfOf } from '#test/support/odd-pdfs.ts';
import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFNumber, degrees } from '@cantoo/pdf-lib';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { Binder } from '../../../app/intake/binder.ts';
import { Sandbox } from '../../../app/intake/sandbox.ts';
import { drawCopy, drawSheets } from '../../../app/work/draw-sheets.ts';
import { temporaryFolder } from '../../db/temporary-database.ts';

const log = pino({ level: 'silent' });

test('a pack has a cover, all papers behind a cover each, an outline that leads to these; what cannot be put in keeps no other out', async () => {
	const folder = temporaryFolder();
	const write = (name: string, bytes: Uint8Array) => {
		writeFileSync(path.join(folder, name), bytes);
		return { path: path.join(folder, name), size: bytes.length };
	};
	const turned = await PDFDocument.create();
	for (const angle of [0, 90, 180, 270]) turned.addPage([595, 842]).setRotation(degrees(angle));
	const about = { item: '2. Dự toán ngân sách', label: 'Nội bộ', address: 'http://127.0.0.1/papers/abc' };
	const pack: Pack = {
		title: 'Phiên họp thường kỳ',
		about: ['08:00, 28/11/2026'],
		words: { contents: 'Danh mục tài liệu', tooLarge: 'Quá lớn', unreadable: 'Không đưa vào được' },
		papers: [
			{ ...about, ...write('two.pdf', pdfOf(2)), sizes: [], title: 'Tờ trình', mark: null },
			{ ...about, ...write('broken.pdf', Buffer.from('%PDF-1.7 hỏng')), sizes: [], title: 'Hỏng', mark: null },
			{
				...about,
				...write('turned.pdf', await turned.save()),
				sizes: [
					[595, 842],
					[842, 595],
					[595, 842],
					[842, 595],
				],
				title: 'Quyết định',
				mark: 'Hoàng Khách · 08:00',
			},
			{ ...about, ...write('large.pdf', pdfOf(1)), size: 601 * 1024 * 1024, sizes: [], title: 'Bản đồ', mark: null },
		],
	};
	const sandbox = new Sandbox();
	onTestFinished(() => sandbox.close());
	const bound = await new Binder({ sandbox, draw: drawSheets, drawCopy, dataDir: folder, log }).bind(pack);
	const drawn = await PDFDocument.load(readFileSync(bound.path));
	await bound.remove();
	expect(existsSync(bound.path)).toBe(false);
	const pages = drawn.getPages();
	expect(pages).toHaveLength(1 + (1 + 2) + 1 + (1 + 4) + 1);
	expect(pages.map((page) => page.getRotation().angle)).toEqual([0, 0, 0, 0, 0, 0, 0, 90, 180, 270, 0]);
	const found: [string, number][] = [];
	const root = drawn.context.lookup(drawn.catalog.get(PDFName.of('Outlines')), PDFDict);
	expect(root.lookup(PDFName.of('Count'), PDFNumber).asNumber()).toBe(4);
	for (let at = root.get(PDFName.of('First')); at;) {
		const entry = drawn.context.lookup(at, PDFDict);
		const to = entry.lookup(PDFName.of('Dest'), PDFArray).get(0);
		const page = pages.findIndex(({ ref }) => ref === to) + 1;
		found.push([entry.lookup(PDFName.of('Title'), PDFHexString).decodeText(), page]);
		at = entry.get(PDFName.of('Next'));
	}
	expect(found).toEqual([
		['Tờ trình', 2],
		['Hỏng', 5],
		['Quyết định', 6],
		['Bản đồ', 11],
	]);
});

test('where strangers’ files cannot be shut in nothing is bound, and whoever asks is told so', async () => {
	const binder = new Binder({
		sandbox: new Sandbox(false),
		draw: drawSheets,
		drawCopy,
		dataDir: temporaryFolder(),
		log,
	});
	const pack = { title: '', about: [], papers: [], words: { contents: '', tooLarge: '', unreadable: '' } };
	await expect(binder.bind(pack)).rejects.toMatchObject({ code: 'packs-unavailable' });
});
