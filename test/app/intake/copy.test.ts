import { pdfOf } from '#test/support/odd-pdfs.ts';
import { signedPdf } from '#test/support/signed-pdf.ts';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { Binder } from '../../../app/intake/binder.ts';
import { readPdfsig } from '../../../app/intake/read-pdfsig.ts';
import { Sandbox } from '../../../app/intake/sandbox.ts';
import { drawCopy, drawSheets } from '../../../app/work/draw-sheets.ts';
import { temporaryFolder } from '../../db/temporary-database.ts';

test('a copy says on each page that it is one, and whose; a signed original stays as it is, and its copy claims no signature', async () => {
	const folder = temporaryFolder();
	const sandbox = new Sandbox();
	onTestFinished(() => sandbox.close());
	const binder = new Binder({ sandbox, draw: drawSheets, drawCopy, dataDir: folder, log: pino({ level: 'silent' }) });
	const copyOf = async (name: string, bytes: Buffer) => {
		const file = path.join(folder, name);
		writeFileSync(file, bytes);
		const paper = { path: file, size: bytes.length, sizes: [], heading: 'Bản để đọc', mark: 'Hoàng Khách · Sở Nội vụ' };
		const copy = await binder.copy(paper);
		onTestFinished(() => copy.remove());
		expect(readFileSync(file).equals(bytes)).toBe(true);
		return copy.path;
	};
	const pages = execFileSync('pdftotext', ['-raw', await copyOf('two.pdf', pdfOf(2)), '-'])
		.toString()
		.split('\f');
	for (const page of pages.slice(0, 2)) {
		expect(page).toMatch(/Page \d/);
		expect(page).toContain('Bản để đọc · Hoàng Khách · Sở Nội vụ');
		expect(page.match(/Hoàng Khách/g)?.length, 'over all of the page').toBeGreaterThan(5);
	}
	const signed = await copyOf('signed.pdf', signedPdf('Nguyễn Văn Ký'));
	expect(execFileSync('pdftotext', [signed, '-']).toString()).toContain('Signed');
	expect(execFileSync('sh', ['-c', `pdfsig -nocert "${signed}" || true`]).toString()).toContain(
		'does not contain any signatures',
	);
	expect(readPdfsig(execFileSync('pdfsig', ['-nocert', path.join(folder, 'signed.pdf')]).toString())?.state).toBe(
		'intact',
	);
	await expect(copyOf('broken.pdf', Buffer.from('%PDF-1.7 hỏng'))).rejects.toMatchObject({ code: 'work-failed' });
});
