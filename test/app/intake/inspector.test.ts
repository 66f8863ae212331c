import { oddPdfs, pdfOf } from '#test/support/odd-pdfs.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { Inspector } from '../../../app/intake/inspector.ts';
import { Sandbox } from '../../../app/intake/sandbox.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-intake-'));
const log = pino({ level: 'silent' });
const sandbox = new Sandbox();
const inspector = new Inspector({ sandbox, log });
afterAll(() => {
	sandbox.close();
	rmSync(folder, { recursive: true });
});

function stored(bytes: Uint8Array): string {
	const file = path.join(folder, 'paper');
	writeFileSync(file, bytes);
	return file;
}

test.for(Object.entries(oddPdfs))('%s', async ([, { bytes, says }]) => {
	const found = await inspector.inspect(stored(bytes())).then(
		({ pages, ...rest }) => ({ ...rest, pages: pages.map(({ text }) => text) }),
		(error: { code: string }) => error.code,
	);
	if (typeof says === 'string') expect(found).toBe(says);
	else expect(found).toMatchObject(says);
});

test('text is searched without its marks, letter by letter', async () => {
	const paper = 'db/demo/thanh-hoa/papers/ke-hoach-177-ubnd-ca-mau.pdf';
	const { pages } = await inspector.inspect(path.resolve(paper));
	expect(pages).toHaveLength(13);
	expect(pages[0]?.size, 'of A4, in points').toEqual([595.3, 841.9]);
	expect(pages[0]?.text).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
	const at = pages[0]?.text.indexOf('KẾ HOẠCH') ?? -1;
	expect(pages[0]?.folded.slice(at, at + 8)).toBe('ke hoach');
});

test('what takes more memory or time than it may is ended, and said to be unreadable', async () => {
	const file = stored(pdfOf(3));
	for (const limits of [{ heap: 8 }, { time: 1 }]) {
		const bound = new Inspector({ sandbox, log, limits });
		await expect(bound.inspect(file)).rejects.toMatchObject({ code: 'paper-unreadable' });
	}
});
