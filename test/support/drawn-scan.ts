import fontkit from '@pdf-lib/fontkit';
import { PDFDocument, type PDFFont } from '@cantoo/pdf-lib';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const font = path.join(import.meta.dirname, '../../app/work/fonts/be-vietnam-pro-600.ttf');

/**
 * A page of A4 with these lines, one below the other, as a scanner sees it: a PDF with a picture of `dpi` dots an inch, and no text;
 * so many bytes heavier than the picture needs.
 */
export async function drawnScan(lines: readonly string[], { dpi = 150, padding = 0 } = {}): Promise<Buffer> {
	const drawn = await PDFDocument.create();
	drawn.registerFontkit(fontkit);
	const letters: PDFFont = await drawn.embedFont(readFileSync(font));
	const page = drawn.addPage([595, 842]);
	for (const [at, line] of lines.entries()) page.drawText(line, { x: 72, y: 760 - at * 30, size: 14, font: letters });
	const most = { input: await drawn.save(), maxBuffer: 64 * 1024 * 1024 };
	const picture = execFileSync('pdftoppm', ['-r', String(dpi), '-jpeg', '-singlefile', '-'], most);
	const scan = await PDFDocument.create();
	// What stands after a picture's end is not looked at.
	const image = await scan.embedJpg(Buffer.concat([picture, Buffer.alloc(padding)]));
	scan.addPage([595, 842]).drawImage(image, { x: 0, y: 0, width: 595, height: 842 });
	return Buffer.from(await scan.save());
}
