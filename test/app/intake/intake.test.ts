import { storeFile, type FileSource } from '#db/documents/file-store.ts';
import { png } from '#test/support/odd-files.ts';
import { drawnScan } from '#test/support/drawn-scan.ts';
import { reachingOut, docx } from '#test/support/odd-office.ts';
import { signedPdf } from '#test/support/signed-pdf.ts';
import { oddPdfs } from '#test/support/odd-pdfs.ts';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { pino } from 'pino';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { Intake } from '../../../app/intake/intake.ts';
import { Sandbox } from '../../../app/intake/sandbox.ts';
import { temporaryDatabase, temporaryFolder } from '../../db/temporary-database.ts';

let ports: ConstructorParameters<typeof Intake>[0];
let intake: Intake;
beforeEach(() => {
	ports = {
		db: temporaryDatabase(),
		dataDir: temporaryFolder(),
		sandbox: new Sandbox(),
		log: pino({ level: 'silent' }),
	};
	intake = new Intake(ports);
	onTestFinished(() => intake.close());
});

const take = async (bytes: FileSource, of = intake) => of.take(await storeFile(ports.dataDir, bytes));

const stored = () =>
	readdirSync(path.join(ports.dataDir, 'files'), { recursive: true, withFileTypes: true }).filter((each) =>
		each.isFile(),
	);

test('an office file is read as a PDF, with its letters, and nothing that it names is fetched or run; the original is kept', async () => {
	expect(existsSync('/usr/bin/soffice'), 'LibreOffice is here: npm test installs it').toBe(true);
	let asked = 0;
	const elsewhere = createServer(() => (asked += 1)).listen(0, '127.0.0.1');
	await once(elsewhere, 'listening');
	const { port } = elsewhere.address() as { port: number };
	const text = 'Nghị quyết về việc ứng dụng chữ ký số tại Uỷ ban nhân dân';
	const taken = await take(reachingOut(text, `http://127.0.0.1:${port}`));
	expect(taken).toMatchObject({
		file: { type: 'application/pdf' },
		original: { type: 'application/vnd.ms-word.document.macroEnabled.12' },
		warnings: ['macros', 'links'],
	});
	// In one piece: letters that a font lacks would be drawn, and read, after the others.
	expect(taken.contents.pages.map((page) => page.text)).toEqual([text]);
	expect(asked).toBe(0);
	elsewhere.close();
});

test('a picture is a page; one of more points than can be shown is refused', async () => {
	const taken = await take(png({ width: 2, height: 1, data: deflateSync(Buffer.from([0, 255, 255])) }));
	expect(taken).toMatchObject({ file: { type: 'application/pdf' }, original: { type: 'image/png' }, warnings: [] });
	expect(taken.contents.pages).toHaveLength(1);
	const refused = take(png({ width: 60_000, height: 60_000 }));
	await expect(refused).rejects.toMatchObject({ code: 'paper-not-converted' });
});

test('a damaged PDF is read mended, and kept as it came; one that is whole, signed, or beyond mending is read as it came', async () => {
	const odd = (name: string) => take(oddPdfs[name]?.bytes() ?? Buffer.alloc(0));
	const mended = await odd('its table of objects is wrong');
	expect(mended.original).toMatchObject({ type: 'application/pdf' });
	expect(mended.file.sha256).not.toBe(mended.original?.sha256);
	expect(mended.contents).toMatchObject({ repaired: false, pages: [{ text: 'Hello' }] });
	expect(await odd('its last line cut off'), 'which qpdf cannot mend').toMatchObject({ original: null });
	expect(await odd('an ordinary one')).toMatchObject({ original: null });
	expect(await odd('a signature')).toMatchObject({ original: null });
});

const shrinks = existsSync('/usr/bin/gs') ? '' : ' (skipped: ghostscript is not installed here)';
test.skipIf(shrinks !== '')(
	`a scan much finer than anybody reads has a smaller copy for reading; others are read as they came${shrinks}`,
	async () => {
		const padding = 3 * 1024 * 1024;
		const fine = await take(await drawnScan(['Tờ trình'], { dpi: 300, padding }));
		expect(fine.original).toMatchObject({ type: 'application/pdf' });
		expect(fine.file.size).toBeLessThan(0.7 * (fine.original?.size ?? 0));
		expect(fine.contents.pages[0]?.size).toEqual([595, 842]);
		const coarse = await take(await drawnScan(['Tờ trình'], { dpi: 150, padding }));
		expect(coarse.file.size).toBeGreaterThan(padding);
		expect(stored()).toHaveLength(4);
	},
);

test('a signed paper is kept byte by byte, and says who signed it and whether it is as they did', async () => {
	const signed = signedPdf('Nguyễn Văn Ký');
	const whole = await take(signed);
	expect(whole).toMatchObject({ original: null, file: { size: signed.length } });
	expect(whole.contents.signatures).toEqual({
		state: 'intact',
		signers: [{ name: 'Nguyễn Văn Ký', at: expect.any(Number) as number }],
	});
	const changed = Buffer.from(signed.toString('latin1').replace('(Signed)', '(Sighed)'), 'latin1');
	expect((await take(changed)).contents.signatures?.state).toBe('changed');
	expect((await take(Buffer.concat([signed, Buffer.from('\n% more\n')]))).contents.signatures?.state).toBe('extended');
});

test('the same file, sent several times at once, is refused for the same reason each time, and taken from nobody who may have it', async () => {
	const asks = oddPdfs['a password to open it']?.bytes() ?? Buffer.alloc(0);
	const codes = [take(asks), take(asks), take(asks)].map((taken) =>
		taken.catch((error: { code: string }) => error.code),
	);
	expect(await Promise.all(codes)).toEqual(Array.from({ length: 3 }, () => 'paper-needs-password'));
	expect(stored()).toEqual([]);

	const stamped = oddPdfs['the stamp of a state secret']?.bytes() ?? Buffer.alloc(0);
	const file = await storeFile(ports.dataDir, stamped);
	const [held, released] = await Promise.allSettled(
		[false, true].map((mayBeStamped) => intake.take(file, { mayBeStamped })),
	);
	expect([held?.status, released?.status]).toEqual(['rejected', 'fulfilled']);
	expect(stored(), 'somebody has answered for it').toHaveLength(1);
});

test('what is refused leaves nothing behind; without LibreOffice or a sandbox office files and pictures are, in words of their own', async () => {
	const bare = new Intake({ ...ports, sandbox: new Sandbox(false) });
	await expect(take(docx('khác'), bare)).rejects.toMatchObject({ code: 'paper-only-pdf' });
	await expect(take(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), bare)).rejects.toMatchObject({
		code: 'paper-only-pdf',
	});
	await expect(take(Buffer.from('\x89PNG\r\n\x1a\nnone', 'latin1'))).rejects.toMatchObject({
		code: 'paper-not-converted',
	});
	await expect(take(docx('khác').subarray(0, 600))).rejects.toMatchObject({ code: 'paper-unreadable' });
	expect(stored()).toEqual([]);
});
